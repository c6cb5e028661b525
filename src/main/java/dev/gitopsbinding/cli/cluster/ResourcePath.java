package dev.gitopsbinding.cli.cluster;

import dev.gitopsbinding.cli.terminal.CommandFailure;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server has an object, or a list of objects.
 *
 * @param api such as {@code /api/v1}
 * @param namespace null for all, or for objects without one
 * @param plural such as {@code secrets}
 * @param name null for the list
 */
public record ResourcePath(
    String api, @Nullable String namespace, String plural, @Nullable String name) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final String BINDINGS = "/apis/gitopsbinding.dev/v1alpha1";
  private static final String CORE = "/api/v1";

  /**
   * Checks the names: none may lead to another path.
   *
   * @throws CommandFailure if one is not a name of Kubernetes
   */
  public ResourcePath {
    check("namespace", namespace);
    check("object", name);
  }

  private static void check(String what, @Nullable String text) {
    if (text != null && !NAME.matcher(text).matches()) {
      throw new CommandFailure(
          "'%s' cannot be the name of a%s %s: names are of lower-case letters, digits, '-' and '.'"
              .formatted(text, what.equals("object") ? "n" : "", what));
    }
  }

  /** Bindings of one namespace. */
  public static ResourcePath bindings(String namespace) {
    return new ResourcePath(BINDINGS, namespace, "gitopsbindings", null);
  }

  /** Bindings of all namespaces. */
  public static ResourcePath allBindings() {
    return new ResourcePath(BINDINGS, null, "gitopsbindings", null);
  }

  /** Secrets of one namespace. */
  public static ResourcePath secrets(String namespace) {
    return new ResourcePath(CORE, namespace, "secrets", null);
  }

  /** Deployments of one namespace. */
  public static ResourcePath deployments(String namespace) {
    return new ResourcePath("/apis/apps/v1", namespace, "deployments", null);
  }

  /** One object of the list. */
  public ResourcePath named(String object) {
    return new ResourcePath(api, namespace, plural, object);
  }

  /** Whether it is one object, and not a list. */
  boolean isObject() {
    return name != null;
  }

  @Override
  public String toString() {
    return api
        + (namespace == null ? "" : "/namespaces/" + namespace)
        + "/"
        + plural
        + (name == null ? "" : "/" + name);
  }
}
