package dev.gitopsbinding.edit.values;

import dev.gitopsbinding.model.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<String> REGISTRIES = Set.of("registry", "imageRegistry");

  /**
   * The image without its tag, as its parts name it: joined with the registry beside it, if there
   * is one. Empty if it is not of the repository.
   *
   * @param texts the text of a key beside the image, empty if there is none
   */
  public Optional<String> imageOf(String repository, Function<String, Optional<String>> texts) {
    Optional<String> name = texts.apply(image).filter(text -> !text.isEmpty());
    return name.flatMap(
        text ->
            REGISTRIES.stream()
                .flatMap(key -> texts.apply(key).stream())
                .filter(registry -> !registry.isEmpty())
                .findFirst()
                .map(registry -> registry + "/" + text)
                .filter(joined -> isUntagged(joined, repository))
                .or(() -> Optional.of(text).filter(alone -> isUntagged(alone, repository))));
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
