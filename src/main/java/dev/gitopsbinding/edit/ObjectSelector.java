package dev.gitopsbinding.edit;

import java.util.List;
import java.util.Set;

/**
 * Selects an object of a manifest file. An object without a {@code metadata.name}, such as one with
 * {@code generateName}, is never selected. A patch that Kustomize merges is an object like any
 * other, as it has a kind and a name.
 *
 * @param field the field of the spec that names the object, for messages
 * @param kind the object's kind, for example {@code Deployment}
 * @param name the object's {@code metadata.name}
 * @param namespaces the allowed values of its {@code metadata.namespace}, at least one; the first
 *     namespace for which the file has an object counts
 */
public record ObjectSelector(String field, String kind, String name, List<String> namespaces) {
  /** The entry of {@link #namespaces} for an object that names no namespace. */
  public static final String NO_NAMESPACE = "";

  /** The kinds that targets of bindings have, and that of what a CronJob makes. */
  public static final Set<String> TARGET_KINDS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Rollout");

  /** Copies the list of namespaces. */
  public ObjectSelector {
    namespaces = List.copyOf(namespaces);
  }
}
