package dev.gitopsbinding.edit.values;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.replace.EditedText;
import dev.gitopsbinding.edit.yaml.replace.LoneTagReplacer;
import dev.gitopsbinding.edit.yaml.replace.TagReplacer;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An image whose tag can be written: as one text, or in two parts. */
public sealed interface ValuesImage {
  /** Where the tag stands, for messages, for example {@code image.tag}. */
  String path();

  /** The line of the tag, or of what it belongs to, counted from 1. */
  int line();

  /** The image with its tag, as one text. */
  String text();

  /** The digest that decides which image runs; empty if there is none. */
  Optional<String> digest();

  /** Whether a digest that is written takes the place of {@link #digest()}. */
  boolean canBePinned();

  /** Whether nothing needs to be written for a version. */
  boolean holds(ImageVersion version);

  /** The text of the file in which the image has a version, and nothing else is changed. */
  Result<EditedText> replaced(YamlFile file, ImageVersion version);

  /**
   * The image is one text.
   *
   * @param text the image in it
   */
  record Whole(String path, ImageScalar scalar, String text) implements ValuesImage {
    /**
     * The image of the repository that a scalar names as a whole, with the registry beside it.
     *
     * @param key the name of the scalar, which may say that it is an image
     * @param texts the text of a key beside the scalar, empty if there is none
     */
    public static Optional<ValuesImage> of(
        ImageScalar scalar,
        String key,
        String repository,
        Function<String, Optional<String>> texts) {
      return ImageKeys.candidates(scalar.text(), texts).stream()
          .flatMap(
              image ->
                  ImageReference.parse(image)
                      .filter(found -> found.repository().equals(repository))
                      .filter(found -> ImageKeys.isWhole(found, scalar.text(), key))
                      .map(found -> whole(scalar, found, image))
                      .stream())
          .findFirst();
    }

    private static ValuesImage whole(ImageScalar scalar, ImageReference reference, String image) {
      return new Whole(
          scalar.place(),
          new ImageScalar(scalar.place(), scalar.node(), reference, scalar.aliased()),
          image);
    }

    @Override
    public int line() {
      return scalar.line();
    }

    @Override
    public Optional<String> digest() {
      return scalar.hasDigest()
          ? Optional.of(text.substring(text.indexOf('@') + 1))
          : Optional.empty();
    }

    @Override
    public boolean canBePinned() {
      return true;
    }

    @Override
    public boolean holds(ImageVersion version) {
      return scalar.holds(version);
    }

    @Override
    public Result<EditedText> replaced(YamlFile file, ImageVersion version) {
      return TagReplacer.edited(file, List.of(scalar), version);
    }
  }

  /**
   * The tag stands alone.
   *
   * @param separate the digest that stands beside it; null if there is none
   */
  record Split(String path, LoneTag place, @Nullable String separate) implements ValuesImage {
    @Override
    public int line() {
      return place.line();
    }

    @Override
    public String text() {
      return place.imageText();
    }

    @Override
    public Optional<String> digest() {
      return place.digest().or(() -> Optional.ofNullable(separate));
    }

    /** A digest in a field of its own would stay, and decide. */
    @Override
    public boolean canBePinned() {
      return separate == null;
    }

    @Override
    public boolean holds(ImageVersion version) {
      return place.tag().equals(version.tag())
          && (version.digest() == null || place.digest().isPresent());
    }

    @Override
    public Result<EditedText> replaced(YamlFile file, ImageVersion version) {
      Result<EditedText> replaced = LoneTagReplacer.edited(file, place, version.written());
      return replaced instanceof Result.Ok && place.isNoTag()
          ? Result.failed(
              new Failure.File(
                  Reason.IMAGE_NOT_EDITABLE,
                  "%s, line %d: %s holds %s, which is no tag. Write a tag there, or correct the key."
                      .formatted(file.path(), line(), path, Excerpt.hidden(place.text()))))
          : replaced;
    }
  }
}
