package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One Kustomization, of Kustomize or of Flux.
 *
 * @param flux whether its fields are under {@code spec}
 */
record Kustomization(ResolvedNode root, boolean flux) {
  private static final String KUSTOMIZE = "kustomize.config.k8s.io/";
  private static final String FLUX = "kustomize.toolkit.fluxcd.io/";
  private static final List<String> REMOTES = List.of("resources", "components", "bases");
  private static final Set<String> KINDS = Set.of("Kustomization", "Component");

  /**
   * The Kustomizations of a file. If no document says that it is one, kind and API version may be
   * missing, as in a file that has the name of one (Kustomize sets them).
   */
  static List<Kustomization> in(YamlFile file) {
    List<Kustomization> named = named(file).toList();
    return named.isEmpty() ? all(file).toList() : named;
  }

  /** Whether a file holds some, and nothing else. */
  static boolean isAllIn(YamlFile file) {
    return named(file).findAny().isPresent() && all(file).allMatch(Kustomization::isNamed);
  }

  /** Whether one of Flux has an image, beside other objects, such as the source of it. */
  static boolean isFluxIn(YamlFile file, String repository) {
    return named(file)
        .filter(Kustomization::flux)
        .flatMap(Kustomization::images)
        .anyMatch(entry -> entry.isOf(repository));
  }

  private static Stream<Kustomization> named(YamlFile file) {
    return all(file).filter(Kustomization::isNamed);
  }

  private static Stream<Kustomization> all(YamlFile file) {
    return roots(file).map(root -> new Kustomization(root, isOf(root, FLUX)));
  }

  private boolean isNamed() {
    return root.text("kind").filter(KINDS::contains).isPresent() && (flux || isOf(root, KUSTOMIZE));
  }

  /** The entries of {@code images}, in the order of the file. */
  Stream<ImageEntry> images() {
    return items("images").flatMap(item -> ImageEntry.of(item).stream());
  }

  /** The items that may be URLs of other Kustomizations, or of files (types/kustomization.go). */
  Stream<ResolvedNode> remotes() {
    return REMOTES.stream().flatMap(this::items);
  }

  private Stream<ResolvedNode> items(String field) {
    Optional<ResolvedNode> fields = flux ? root.get("spec") : Optional.of(root);
    return fields
        .flatMap(node -> node.get(field))
        .map(list -> list.items().stream())
        .orElseGet(Stream::empty);
  }

  /** Without empty documents, such as the one behind a last "---". */
  private static Stream<ResolvedNode> roots(YamlFile file) {
    return file.documents().stream()
        .map(document -> ResolvedNode.root(document, file))
        .filter(root -> !root.isNull());
  }

  private static boolean isOf(ResolvedNode root, String group) {
    return root.text("apiVersion").filter(version -> version.startsWith(group)).isPresent();
  }
}
