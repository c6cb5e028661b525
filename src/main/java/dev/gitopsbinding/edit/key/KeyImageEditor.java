package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.TagCheck;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.edit.yaml.replace.LoneTagReplacer;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;
import java.util.Optional;

/**
 * Edits the tag of one image at a key, or, in values of Helm, at the one place that has the image.
 *
 * @param reader of the file
 */
record KeyImageEditor(ImageSelector selector, YamlFileReader reader) implements ImageEditor {
  /**
   * An editor that has parsed no version of the file yet.
   *
   * @param limits for the parser
   */
  KeyImageEditor(RepositoryPath path, ImageSelector selector, YamlLimits limits) {
    this(selector, new YamlFileReader(path, limits));
  }

  /**
   * {@inheritDoc}
   *
   * @return a failure with the reason {@code FILE_NOT_UTF8}, {@code FILE_NOT_YAML}, {@code
   *     FILE_TOO_LARGE}, {@code TARGET_NOT_IN_FILE}, {@code IMAGE_NOT_IN_FILE} (also for a key that
   *     is missing or has another image), {@code IMAGE_AMBIGUOUS} or {@code IMAGE_HAS_DIGEST}
   */
  @Override
  public Result<List<String>> read(Content content) {
    return reader.read(content).then(this::choose).then(place -> Result.ok(List.of(place.text())));
  }

  /**
   * Sets the tag. The tag's bytes change, and quotes are added where a tag that stands alone would
   * be read as something else than a string; a repository without a tag beside it gets one.
   *
   * @return refused for the reasons of {@link #read}, and for {@code IMAGE_NOT_EDITABLE}
   */
  @Override
  public EditResult write(Content content, List<String> expected, ImageVersion version) {
    return EditResult.of(
        TagCheck.of(version.tag())
            .then(_ -> reader.read(content))
            .then(
                file ->
                    choose(file)
                        .then(
                            place ->
                                EditResult.ofPlace(
                                    place.holds(version),
                                    place.text(),
                                    expected,
                                    () -> edited(file, place, version)))));
  }

  private Result<TagPlace> choose(YamlFile file) {
    return PlaceSelection.of(file, selector).then(place -> withoutDigest(file, place));
  }

  private Result<Content> edited(YamlFile file, TagPlace place, ImageVersion version) {
    Optional<String> obstacle = place.obstacle();
    if (obstacle.isPresent()) {
      return Result.failed(
          new Failure.File(
              Reason.IMAGE_NOT_EDITABLE,
              "%s, line %d: %s %s."
                  .formatted(
                      file.path(), place.line(), Excerpt.of(place.key().text()), obstacle.get())));
    }
    return written(file, place, version);
  }

  private Result<Content> written(YamlFile file, TagPlace place, ImageVersion version) {
    Result<Content> tagged =
        place.written(file, version).then(text -> Result.ok(file.withText(text)));
    String digest = version.digest() == null ? "" : version.digest();
    boolean same = place.digestField().filter(field -> !field.text().equals(digest)).isEmpty();
    return same
        ? tagged
        : tagged.then(
            content ->
                LoneTagReplacer.withDigest(reader, content, version.digest(), this::digestField));
  }

  private Result<LoneTag> digestField(YamlFile file) {
    return choose(file).then(place -> Result.ok(place.digestField().orElseThrow()));
  }

  private Result<TagPlace> withoutDigest(YamlFile file, TagPlace place) {
    return selector.pinned() || place.digest().isEmpty()
        ? Result.ok(place)
        : Result.failed(
            new Failure.File(
                Reason.IMAGE_HAS_DIGEST,
                "%s, line %d: the image at %s is pinned by a digest (%s). The digest decides which image runs, so a new tag would change nothing. Set spec.image.pin to Digest to have the digest written too, or remove it from the file."
                    .formatted(
                        file.path(),
                        place.line(),
                        Excerpt.of(place.key().text()),
                        Excerpt.of(place.digest()))));
  }
}
