package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Compares images of a file with the binding's.
 *
 * @param repository the binding's, normalised
 * @param registries what the file sets as the registry of all its images
 */
record ImageMatcher(String repository, List<String> registries) {
  /** Where Helm charts have the registry of all images. */
  private static final List<List<String>> GLOBAL =
      List.of(
          List.of("global", "imageRegistry"),
          List.of("global", "image", "registry"),
          List.of("global", "registry"));

  static ImageMatcher of(String repository, KeyDocument document) {
    Stream<ResolvedNode> roots = Stream.concat(Stream.of(document.root()), values(document));
    return new ImageMatcher(
        repository,
        roots.flatMap(root -> GLOBAL.stream().flatMap(keys -> text(root, keys).stream())).toList());
  }

  /** Whether a text is an image of the repository, with any tag or digest. */
  boolean matches(String image) {
    return image.contains(lastPart()) && reference(image).filter(this::isOne).isPresent();
  }

  /** Whether a field names an image of the repository. */
  boolean matches(ImageMapping mapping, ImageMapping.Field field) {
    return matches(image(mapping, field));
  }

  /**
   * The image of a text; behind the registry of all images, if the text names none, or if only that
   * makes it the binding's.
   */
  Optional<ImageReference> reference(String image) {
    Optional<ImageReference> own = ImageReference.parse(image);
    if (ImageReference.namesHost(image) && own.filter(this::isOne).isPresent()) {
      return own;
    }
    List<ImageReference> behind =
        registries.stream()
            .flatMap(registry -> ImageReference.parse(behind(registry, image)).stream())
            .toList();
    Optional<ImageReference> one = behind.stream().filter(this::isOne).findFirst();
    return one.isPresent() || ImageReference.namesHost(image) || behind.isEmpty()
        ? one.or(() -> own)
        : Optional.of(behind.getFirst());
  }

  /** In charts the registry of all images replaces that of one, and is not put before it. */
  private static String behind(String registry, String image) {
    return image.startsWith(registry + "/") ? image : ImageReference.behind(registry, image);
  }

  private boolean isOne(ImageReference image) {
    return image.repository().equals(repository);
  }

  /**
   * The image of a field, as the file has it: with what stands beside it in the mapping, unless the
   * field names a host of its own, and only that makes it the binding's.
   */
  String image(ImageMapping mapping, ImageMapping.Field field) {
    String joined = mapping.joined(field);
    return matches(joined)
        ? joined
        : mapping
            .joinedWithName(field)
            .filter(this::matches)
            .or(
                () ->
                    Optional.of(field.text())
                        .filter(ImageReference::namesHost)
                        .filter(this::matches))
            .orElse(joined);
  }

  /** A text without it is no image of the repository, which needs no parser. */
  private String lastPart() {
    return ImageReference.lastPart(repository);
  }

  /** Whether a name without a registry is the last part of the repository. */
  boolean endsWith(String name) {
    return repository.endsWith("/" + name);
  }

  private static Stream<ResolvedNode> values(KeyDocument document) {
    return document.isRelease() ? document.values().stream() : Stream.empty();
  }

  private static Optional<String> text(ResolvedNode root, List<String> keys) {
    Optional<ResolvedNode> node = Optional.of(root);
    for (String key : keys) {
      node = node.flatMap(found -> found.get(key));
    }
    return node.filter(found -> !found.isNull())
        .flatMap(ResolvedNode::scalar)
        .map(ScalarNode::getValue)
        .filter(text -> !text.isEmpty());
  }
}
