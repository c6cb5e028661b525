package dev.gitopsbinding.cli.migrate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment says about itself.
 *
 * @param origin where it was read, for messages
 * @param namespace empty if a file names none
 * @param annotations those of the Deployment itself; gitops-operator ignores those of its pods
 * @param hasPullSecrets whether its pods name logins for registries themselves
 * @param isNamespaceAssumed whether the namespace was chosen, because a file names none
 */
public record AnnotatedDeployment(
    String origin,
    String namespace,
    String name,
    Map<String, String> annotations,
    List<Container> containers,
    List<Container> initContainers,
    boolean hasPullSecrets,
    boolean isNamespaceAssumed) {

  /** A container of the pod template; the image is empty if it has none. */
  public record Container(String name, String image) {}

  /** Copies the collections. */
  public AnnotatedDeployment {
    annotations = Map.copyOf(annotations);
    containers = List.copyOf(containers);
    initContainers = List.copyOf(initContainers);
  }

  /** Whether something in these annotations is meant for gitops-operator. */
  public static boolean isAnnotated(Map<String, String> annotations) {
    return AnnotationValues.isAny(annotations);
  }

  /** The Deployment as users call it. */
  public String label() {
    return ShownText.of(namespace + "/" + name);
  }

  /** Whether the same binding would come of both; their origin does not matter. */
  boolean saysTheSameAs(AnnotatedDeployment other) {
    return annotations.equals(other.annotations)
        && containers.equals(other.containers)
        && initContainers.equals(other.initContainers)
        && hasPullSecrets == other.hasPullSecrets;
  }

  /**
   * The Deployment in its own namespace; if a file names none, in the given one, else in that of
   * its annotation, else in {@code default}.
   */
  AnnotatedDeployment inSomeNamespace(@Nullable String given) {
    if (!namespace.isEmpty()) {
      return this;
    }
    String other =
        given == null
            ? AnnotationValues.of(annotations).get(Annotation.NAMESPACE).orElse("default")
            : given;
    return new AnnotatedDeployment(
        origin, other, name, annotations, containers, initContainers, hasPullSecrets, true);
  }
}
