package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One object of a manifest file, of any kind.
 *
 * @param apiVersion empty if it has none
 * @param kind empty if it has none
 * @param name its {@code metadata.name}, empty if it has none
 * @param namespace its {@code metadata.namespace}, empty if it has none
 * @param line the line where it begins, counted from 1
 * @param images the images of its containers and initContainers, in the order of the file
 */
record KubernetesObject(
    String apiVersion,
    String kind,
    String name,
    String namespace,
    int line,
    List<ContainerImage> images) {
  private static final List<String> TEMPLATE = List.of("spec", "template", "spec");

  /**
   * The kinds that can be targets. Another kind may be of any group, and may have pod specs in
   * several places.
   */
  private static final Map<String, KnownKind> KINDS =
      Map.of(
          "Deployment", new KnownKind(Set.of("apps", "extensions"), TEMPLATE),
          "StatefulSet", new KnownKind(Set.of("apps"), TEMPLATE),
          "DaemonSet", new KnownKind(Set.of("apps", "extensions"), TEMPLATE),
          "CronJob",
              new KnownKind(
                  Set.of("batch"), List.of("spec", "jobTemplate", "spec", "template", "spec")),
          "Rollout", new KnownKind(Set.of("argoproj.io"), TEMPLATE));

  /**
   * Where a kind holds its images.
   *
   * @param groups the API groups that define it
   * @param podSpec the path to its only pod spec; images elsewhere in the object are ignored
   */
  private record KnownKind(Set<String> groups, List<String> podSpec) {}

  private static final String POD_SPEC = "spec";
  private static final List<String> POD_SPEC_PATH = List.of(POD_SPEC, "template", "jobTemplate");
  private static final String LIST = "List";
  private static final List<String> CONTAINERS = List.of("containers", "initContainers");

  /** All objects of a file; of a list, such as kubectl writes it, the items. */
  static List<KubernetesObject> in(YamlFile file) {
    return file.documents().stream()
        .map(document -> ResolvedNode.root(document, file))
        .flatMap(KubernetesObject::unfold)
        .toList();
  }

  /**
   * Whether the object is of this kind, and not of a kind of another API with the same name. An
   * object without an {@code apiVersion} is: a patch of Kustomize may leave it out.
   */
  boolean isOf(String wanted) {
    KnownKind known = KINDS.get(kind);
    return kind.equals(wanted)
        && (apiVersion.isEmpty() || known == null || known.groups().contains(group()));
  }

  /** The part of the {@code apiVersion} before the slash, empty for the core group. */
  String group() {
    int slash = apiVersion.indexOf('/');
    return apiVersion.substring(0, Math.max(0, slash));
  }

  /** The object's kind and name, for messages. */
  String shown() {
    return Excerpt.of((kind.isEmpty() ? "object" : kind) + (name.isEmpty() ? "" : " " + name));
  }

  /** The object's kind, name and line, for messages. */
  String place() {
    return shown() + " (line " + line + ")";
  }

  private static Stream<KubernetesObject> unfold(ResolvedNode root) {
    Optional<String> listKind =
        root.text("kind").filter(kind -> kind.endsWith(LIST)).map(KubernetesObject::itemKind);
    return listKind.isEmpty()
        ? Stream.of(of(root, "", ""))
        : root.get("items").stream()
            .flatMap(items -> items.items().stream())
            .map(item -> of(item, listKind.get(), root.text("apiVersion").orElse("")));
  }

  /** Empty for {@code List}, whose items name their own kinds. */
  private static String itemKind(String listKind) {
    return listKind.substring(0, listKind.length() - LIST.length());
  }

  /** The items of a typed list, such as {@code DeploymentList}, need not name their kind. */
  private static KubernetesObject of(ResolvedNode root, String listedKind, String listedVersion) {
    Optional<ResolvedNode> metadata = root.get("metadata");
    boolean listed = !listedKind.isEmpty() && root.text("kind").isEmpty();
    String kind = root.text("kind").orElse(listedKind);
    return new KubernetesObject(
        root.text("apiVersion").orElse(listed ? listedVersion : ""),
        kind,
        metadata.flatMap(named -> named.text("name")).orElse(""),
        metadata.flatMap(named -> named.text("namespace")).orElse(""),
        root.node().getStartMark().orElseThrow().getLine() + 1,
        images(root, kind));
  }

  private static List<ContainerImage> images(ResolvedNode root, String kind) {
    List<ContainerImage> images = new ArrayList<>();
    KnownKind known = KINDS.get(kind);
    if (known == null) {
      collect(root, images, Collections.newSetFromMap(new IdentityHashMap<>()));
    } else {
      Optional<ResolvedNode> podSpec = Optional.of(root);
      for (String key : known.podSpec()) {
        podSpec = podSpec.flatMap(node -> node.get(key));
      }
      podSpec.map(KubernetesObject::containersOf).ifPresent(images::addAll);
    }
    images.sort(Comparator.comparingInt(ContainerImage::start));
    return List.copyOf(images);
  }

  private static void collect(ResolvedNode from, List<ContainerImage> images, Set<Node> visited) {
    if (!visited.add(from.node())) {
      return;
    }
    for (String key : POD_SPEC_PATH) {
      from.get(key)
          .ifPresent(
              next -> {
                if (key.equals(POD_SPEC) && !visited.contains(next.node())) {
                  images.addAll(containersOf(next));
                }
                collect(next, images, visited);
              });
    }
  }

  private static List<ContainerImage> containersOf(ResolvedNode podSpec) {
    return CONTAINERS.stream()
        .flatMap(key -> podSpec.get(key).stream())
        .flatMap(containers -> containers.items().stream())
        .flatMap(container -> imageOf(container).stream())
        .toList();
  }

  private static Optional<ContainerImage> imageOf(ResolvedNode container) {
    return container
        .get("image")
        .filter(image -> image.node() instanceof ScalarNode)
        .map(
            image ->
                ContainerImage.of(
                    container.text("name").orElse(""), (ScalarNode) image.node(), image.aliased()));
  }
}
