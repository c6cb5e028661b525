package dev.gitopsbinding.edit.values;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The names under which charts take an image in two parts.
 *
 * @param image the key of the image without its tag
 * @param tag the key of the tag
 * @param always whether the key of the image alone says that this is one, so that a missing tag is
 *     added
 */
public record ImageKeys(String image, String tag, boolean always) {
  /** The first that fits is taken. */
  public static final List<ImageKeys> ALL =
      List.of(
          new ImageKeys("repository", "tag", true),
          new ImageKeys("repository", "imageTag", false),
          new ImageKeys("imageRepository", "imageTag", true),
          new ImageKeys("image", "tag", false),
          new ImageKeys("image", "imageTag", false),
          new ImageKeys("imageName", "imageTag", false),
          new ImageKeys("name", "tag", false),
          new ImageKeys("repo", "tag", false));

  /** Keys of a digest, which decides which image runs if it is there. */
  public static final List<String> DIGESTS = List.of("digest", "sha", "imageDigest");

  /** The path of a text that is an image by its name, such as {@code web.image}. */
  private static final Pattern IMAGE_KEY =
      Pattern.compile(".*image(?:s?\\[\\d+])?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final List<String> REGISTRIES = List.of("registry", "imageRegistry");

  /**
   * The image without its tag, as its parts name it: joined with the registry beside it, if there
   * is one, see {@link #candidates}. Empty if it is not of the repository.
   *
   * @param texts the text of a key beside the image, empty if there is none
   */
  public Optional<String> imageOf(String repository, Function<String, Optional<String>> texts) {
    return texts.apply(image).filter(text -> !text.isEmpty()).stream()
        .flatMap(text -> candidates(text, texts).stream())
        .filter(candidate -> isUntagged(candidate, repository))
        .findFirst();
  }

  /**
   * What a text can mean as an image: beside a registry, the image there; the text alone only if
   * there is no registry, or if it names a host itself. Without that rule {@code acme/web} beside
   * {@code quay.io} would be taken for the image of Docker Hub.
   *
   * @param texts the text of a key beside the text, empty if there is none
   */
  public static List<String> candidates(String text, Function<String, Optional<String>> texts) {
    Optional<String> joined =
        REGISTRIES.stream()
            .flatMap(key -> texts.apply(key).stream())
            .filter(registry -> !ResolvedNode.NULLS.contains(registry))
            .findFirst()
            .map(registry -> ImageReference.behind(registry, text));
    return joined.isEmpty()
        ? List.of(text)
        : ImageReference.namesHost(text) ? List.of(joined.get(), text) : List.of(joined.get());
  }

  /**
   * Whether a text that can be read as an image is one: a host with a port reads like a short
   * image, and any name like an image without a tag.
   *
   * @param path where the text stands, for example {@code web.image}
   */
  public static boolean isWhole(ImageReference reference, String text, String path) {
    boolean named = IMAGE_KEY.matcher(path).matches();
    boolean tagged = reference.tag() != null || reference.digest() != null;
    return tagged ? named || text.contains("/") : named && !path.endsWith("]");
  }

  private static boolean isUntagged(String text, String repository) {
    return ImageReference.parse(text)
        .filter(found -> found.tag() == null && found.digest() == null)
        .filter(found -> found.repository().equals(repository))
        .isPresent();
  }
}
