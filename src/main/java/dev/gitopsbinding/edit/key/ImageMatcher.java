package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  /**
   * An image that a file names.
   *
   * @param text as the file has it
   * @param image what it means; null if it is no image
   */
  record NamedImage(String text, @Nullable ImageReference image) {
    /** What it means; empty if it is no image. */
    Optional<ImageReference> reference() {
      return Optional.ofNullable(image);
    }

    /** Whether it has a tag or a digest. */
    boolean isTagged() {
      return reference().filter(image -> image.tag() != null || image.digest() != null).isPresent();
    }
  }

  /** Whether a text is an image of the repository, with any tag or digest. */
  boolean matches(String image) {
    return matching(Stream.of(new ImageMapping.Candidate(image, image))).isPresent();
  }

  /** Whether a field names an image of the repository. */
  boolean matches(ImageMapping mapping, ImageMapping.Field field) {
    return matching(mapping.candidates(field)).isPresent();
  }

  /** The image of a field: the binding's if it can mean that. */
  NamedImage image(ImageMapping mapping, ImageMapping.Field field) {
    return matching(mapping.candidates(field))
        .orElseGet(() -> named(mapping.candidates(field).findFirst().orElseThrow()));
  }

  /** A text without the last part is no image of the repository, which needs no parser. */
  private Optional<NamedImage> matching(Stream<ImageMapping.Candidate> candidates) {
    String last = ImageReference.lastPart(repository);
    return candidates
        .filter(candidate -> candidate.joined().contains(last))
        .map(this::named)
        .filter(image -> image.reference().filter(this::isOne).isPresent())
        .findFirst();
  }

  /**
   * What an image means: behind the registry of all images, if it names no host, or if only that
   * makes it the binding's. As in charts, that registry stands in place of the one beside the
   * field.
   */
  private NamedImage named(ImageMapping.Candidate image) {
    Optional<ImageReference> joined = ImageReference.parse(image.joined());
    boolean isOne = joined.filter(this::isOne).isPresent();
    boolean hasHost = ImageReference.namesHost(image.joined());
    if (isOne && hasHost) {
      return new NamedImage(image.joined(), joined.orElseThrow());
    }
    List<ImageReference> behind =
        registries.stream()
            .map(registry -> ImageReference.behind(registry, image.own()))
            .flatMap(text -> ImageReference.parse(text).stream())
            .toList();
    Optional<ImageReference> one = behind.stream().filter(this::isOne).findFirst();
    Optional<ImageReference> means =
        one.isPresent() || hasHost || behind.isEmpty()
            ? one.or(() -> joined)
            : Optional.of(behind.getFirst());
    return new NamedImage(
        one.isPresent() && !isOne ? image.own() : image.joined(), means.orElse(null));
  }

  private boolean isOne(ImageReference image) {
    return image.repository().equals(repository);
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
