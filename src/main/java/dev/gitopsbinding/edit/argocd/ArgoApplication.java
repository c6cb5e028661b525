package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One Application of Argo CD, or one ApplicationSet with the template of some.
 *
 * @param set whether it is an ApplicationSet
 * @param name its {@code metadata.name}, empty if it has none
 * @param namespace its {@code metadata.namespace}, empty if it has none
 */
record ArgoApplication(ResolvedNode root, boolean set, String name, String namespace) {
  /** The start of the {@code apiVersion}. */
  static final String GROUP = "argoproj.io/";

  private static final String APPLICATION = "Application";
  private static final String APPLICATION_SET = "ApplicationSet";

  /** One source, and the path to it. */
  record Source(String path, ResolvedNode node) {}

  /** The Applications and ApplicationSets of a file, in its order. */
  static List<ArgoApplication> in(YamlFile file) {
    return objects(file)
        .filter(ArgoApplication::isOne)
        .map(
            root ->
                new ArgoApplication(
                    root,
                    root.text("kind").filter(APPLICATION_SET::equals).isPresent(),
                    metadata(root, "name"),
                    metadata(root, "namespace")))
        .toList();
  }

  /** Whether a file holds an object that is selected and is not an Application. */
  static boolean holdsTarget(YamlFile file, ObjectSelector selector) {
    return objects(file)
        .anyMatch(
            root ->
                !isOne(root)
                    && root.text("kind").filter(selector.kind()::equals).isPresent()
                    && metadata(root, "name").equals(selector.name()));
  }

  /** Whether a selector that names an object names this one. */
  boolean isNamed(ObjectSelector object) {
    // Without a kind, an object has that of the target.
    boolean fits =
        ObjectSelector.TARGET_KINDS.contains(object.kind())
            || object.kind().equals(set ? APPLICATION_SET : APPLICATION);
    return fits && name.equals(object.name());
  }

  /** The kind that a selector means, for messages. */
  static String kindOf(ObjectSelector object) {
    return ObjectSelector.TARGET_KINDS.contains(object.kind()) ? APPLICATION : object.kind();
  }

  /** Its sources; where {@code sources} is set, Argo CD ignores {@code source}. */
  List<Source> sources() {
    String path = set ? "spec.template.spec." : "spec.";
    Optional<ResolvedNode> spec = root.get("spec");
    if (set) {
      spec = spec.flatMap(node -> node.get("template")).flatMap(node -> node.get("spec"));
    }
    List<Source> sources = new ArrayList<>();
    spec.flatMap(node -> node.get("source"))
        .ifPresent(node -> sources.add(new Source(path + "source", node)));
    List<ResolvedNode> items =
        spec.flatMap(node -> node.get("sources")).map(ResolvedNode::items).orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      sources.add(new Source("%ssources[%d]".formatted(path, i), items.get(i)));
    }
    return sources;
  }

  /** Its kind and name, for messages. */
  String shown() {
    return Excerpt.of((set ? APPLICATION_SET : APPLICATION) + (name.isEmpty() ? "" : " " + name));
  }

  /** Its kind, name, namespace and line, for messages. */
  String place() {
    return "%s%s (line %d)"
        .formatted(
            shown(),
            namespace.isEmpty() ? "" : " of namespace " + Excerpt.of(namespace),
            root.node().getStartMark().orElseThrow().getLine() + 1);
  }

  /** All objects; of a list, such as kubectl writes it, the items. */
  private static Stream<ResolvedNode> objects(YamlFile file) {
    return file.documents().stream()
        .map(document -> ResolvedNode.root(document, file))
        .flatMap(
            root ->
                root.text("kind").filter("List"::equals).isPresent()
                    ? root.get("items").stream().flatMap(items -> items.items().stream())
                    : Stream.of(root));
  }

  private static boolean isOne(ResolvedNode root) {
    return root.text("apiVersion").filter(version -> version.startsWith(GROUP)).isPresent()
        && root.text("kind")
            .filter(kind -> kind.equals(APPLICATION) || kind.equals(APPLICATION_SET))
            .isPresent();
  }

  private static String metadata(ResolvedNode root, String key) {
    return root.get("metadata").flatMap(metadata -> metadata.text(key)).orElse("");
  }
}
