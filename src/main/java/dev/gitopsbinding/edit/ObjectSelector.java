package dev.gitopsbinding.edit;

import java.util.List;

/**
 * Says which object of a manifest file is meant. An object without a {@code metadata.name}, such as
 * one with {@code generateName}, is never meant; a patch that Kustomize merges is an object like
 * any other, as it has a kind and a name.
 *
 * @param field the field of the spec that names the object, for messages
 * @param kind the object's kind, for example {@code Deployment}
 * @param name the object's {@code metadata.name}
 * @param namespaces what its {@code metadata.namespace} may be, at least one; where the file has
 *     several such objects, the first namespace that one of them has counts
 */
public record ObjectSelector(String field, String kind, String name, List<String> namespaces) {
  /** Stands among namespaces for an object that names none. */
  public static final String NO_NAMESPACE = "";

  /** Copies the list of namespaces. */
  public ObjectSelector {
    namespaces = List.copyOf(namespaces);
  }
}
