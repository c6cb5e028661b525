package dev.gitopsbinding.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One object of a manifest file, whatever its kind.
 *
 * @param kind empty if it has none
 * @param name its {@code metadata.name}, empty if it has none
 * @param line where it begins, counted from 1
 * @param images those of its containers and initContainers, in the order of the file
 */
record KubernetesObject(String kind, String name, int line, List<ContainerImage> images) {
  private static final String POD_SPEC = "spec";
  private static final List<String> WAY = List.of(POD_SPEC, "template", "jobTemplate");
  private static final List<String> CONTAINERS = List.of("containers", "initContainers");

  /** All objects of a file; a list, such as kubectl writes it, is its items. */
  static List<KubernetesObject> in(YamlFile file) {
    return file.documents().stream()
        .map(document -> Reached.root(document, file))
        .flatMap(KubernetesObject::unfold)
        .map(KubernetesObject::of)
        .toList();
  }

  boolean is(ImageSelector selector) {
    return kind.equals(selector.kind()) && name.equals(selector.name());
  }

  /** The object's kind, name and line, for messages. */
  String place() {
    return Shown.of((kind.isEmpty() ? "object" : kind) + (name.isEmpty() ? "" : " " + name))
        + " (line "
        + line
        + ")";
  }

  private static Stream<Reached> unfold(Reached root) {
    boolean list = root.text("kind").filter(kind -> kind.endsWith("List")).isPresent();
    return list
        ? root.get("items").stream().flatMap(items -> items.items().stream())
        : Stream.of(root);
  }

  private static KubernetesObject of(Reached root) {
    List<ContainerImage> images = new ArrayList<>();
    collect(root, images, Collections.newSetFromMap(new IdentityHashMap<>()));
    images.sort(Comparator.comparingInt(ContainerImage::start));
    return new KubernetesObject(
        root.text("kind").orElse(""),
        root.get("metadata").flatMap(metadata -> metadata.text("name")).orElse(""),
        root.node().getStartMark().orElseThrow().getLine() + 1,
        List.copyOf(images));
  }

  private static void collect(Reached from, List<ContainerImage> images, Set<Node> visited) {
    if (!visited.add(from.node())) {
      return;
    }
    for (String key : WAY) {
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

  private static List<ContainerImage> containersOf(Reached podSpec) {
    return CONTAINERS.stream()
        .flatMap(key -> podSpec.get(key).stream())
        .flatMap(containers -> containers.items().stream())
        .flatMap(container -> imageOf(container).stream())
        .toList();
  }

  private static Optional<ContainerImage> imageOf(Reached container) {
    return container
        .get("image")
        .filter(image -> image.node() instanceof ScalarNode)
        .map(
            image ->
                ContainerImage.of(
                    container.text("name").orElse(""), (ScalarNode) image.node(), image.aliased()));
  }
}
