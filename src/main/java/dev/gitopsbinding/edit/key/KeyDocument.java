package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** One document of a file, or one object of a list in it: where keys begin. */
record KeyDocument(ResolvedNode root) {
  /** What every HelmRelease of Flux has in its API version. */
  static final String RELEASE_GROUP = "helm.toolkit.fluxcd.io/";

  private static final String RELEASE = "HelmRelease";
  private static final String LIST = "List";

  /** Where a HelmRelease has its values. */
  static final List<String> VALUES = List.of("spec", "values");

  /** What an object has, and Helm values with a kind of their own do not. */
  private static final Set<String> OF_OBJECTS = Set.of("metadata", "spec", "items");

  /** The documents that are not empty. */
  static List<KeyDocument> in(YamlFile file) {
    return file.documents().stream()
        .map(document -> new KeyDocument(ResolvedNode.root(document, file)))
        .filter(document -> !document.root.isNull())
        .toList();
  }

  /** The documents, and the items of those that are lists of objects, such as kubectl's. */
  static Stream<KeyDocument> objects(List<KeyDocument> documents) {
    return documents.stream()
        .flatMap(
            document ->
                document.kind().endsWith(LIST)
                    ? document.root.get("items").stream()
                        .flatMap(items -> items.items().stream())
                        .map(KeyDocument::new)
                    : Stream.of(document));
  }

  String kind() {
    return root.text("kind").orElse("");
  }

  String name() {
    return metadata("name");
  }

  /**
   * Those that are the selected object; more than one only if it is there more than once. An object
   * that is named without its kind has that of the target, and may be a HelmRelease.
   */
  static List<KeyDocument> chosen(List<KeyDocument> documents, ObjectSelector object) {
    List<KeyDocument> named =
        chosen(documents.stream().filter(one -> one.isNamed(object)).toList(), object.namespaces());
    return named.isEmpty()
            && HelmValues.isNamed(object)
            && ObjectSelector.TARGET_KINDS.contains(object.kind())
        ? chosen(
            documents.stream()
                .filter(one -> one.isRelease() && one.name().equals(object.name()))
                .toList(),
            object.namespaces())
        : named;
  }

  private static List<KeyDocument> chosen(List<KeyDocument> documents, List<String> namespaces) {
    return namespaces.stream()
        .map(namespace -> documents.stream().filter(one -> one.isIn(namespace)).toList())
        .filter(chosen -> !chosen.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Whether it has the kind and the name of the object, in any namespace. */
  boolean isNamed(ObjectSelector object) {
    return kind().equals(object.kind()) && name().equals(object.name());
  }

  private boolean isIn(String namespace) {
    return metadata("namespace").equals(namespace);
  }

  boolean isRelease() {
    return kind().equals(RELEASE)
        && root.text("apiVersion").filter(version -> version.startsWith(RELEASE_GROUP)).isPresent();
  }

  /** The values of a HelmRelease, if it has some. */
  Optional<ResolvedNode> values() {
    return root.get(VALUES.getFirst()).flatMap(spec -> spec.get(VALUES.getLast()));
  }

  /**
   * Whether it can be values of Helm: it is no object. Some charts have a value {@code kind}, such
   * as DaemonSet.
   */
  boolean isValues() {
    return root.node() instanceof MappingNode
        && root.get("apiVersion").isEmpty()
        && (root.get("kind").isEmpty()
            || OF_OBJECTS.stream().noneMatch(key -> root.get(key).isPresent()));
  }

  /** Its kind, name, namespace and line, for messages. */
  String place() {
    String shown = kind().isEmpty() ? "the document" : (kind() + " " + name()).strip();
    String namespace = metadata("namespace");
    return "%s%s (line %d)"
        .formatted(
            Excerpt.of(shown),
            namespace.isEmpty() ? "" : " of namespace " + Excerpt.of(namespace),
            root.line());
  }

  private String metadata(String key) {
    return root.get("metadata").flatMap(named -> named.text(key)).orElse("");
  }
}
