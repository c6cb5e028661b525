package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.TagCheck;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.replace.LoneTagReplacer;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;
import java.util.Optional;

/**
 * Edits the {@code newTag}, and the {@code digest} if it is asked for, of one entry of a
 * Kustomization's {@code images}.
 *
 * @param reader of the file
 */
record KustomizationImageEditor(ImageSelector selector, YamlFileReader reader)
    implements ImageEditor {
  /**
   * {@inheritDoc}
   *
   * @return a failure with the reason {@code FILE_NOT_UTF8}, {@code FILE_NOT_YAML}, {@code
   *     FILE_TOO_LARGE}, {@code IMAGE_NOT_IN_FILE}, {@code IMAGE_AMBIGUOUS}, {@code
   *     IMAGE_HAS_DIGEST}, and for a spec that selects what a Kustomization does not hold {@code
   *     TARGET_NOT_IN_FILE} or {@code INVALID_SPEC}
   */
  @Override
  public Result<List<String>> read(Content content) {
    return reader
        .read(content)
        .then(file -> new ImageEntrySelection(file, selector).choose())
        .then(entry -> Result.ok(List.of(entry.text())));
  }

  /**
   * Sets the entry's tag and, where digests are written, its digest. Their bytes change, and quotes
   * are added where a tag would be read as something else than a string; an entry without {@code
   * newTag} or {@code digest} gets one. A digest is written where the entry has one, in {@code
   * digest} or behind the tag, and else into {@code digest}.
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
                    new ImageEntrySelection(file, selector)
                        .choose()
                        .then(
                            entry ->
                                EditResult.ofPlace(
                                    entry.holds(version),
                                    entry.text(),
                                    expected,
                                    () -> edited(file, entry, version)))));
  }

  private Result<Content> edited(YamlFile file, ImageEntry entry, ImageVersion version) {
    Optional<String> obstacle = entry.obstacle();
    if (obstacle.isPresent()) {
      return Result.failed(
          new Failure.File(
              Reason.IMAGE_NOT_EDITABLE,
              "%s, line %d: the entry of the image %s %s."
                  .formatted(
                      file.path(), entry.line(), Excerpt.of(entry.image()), obstacle.get())));
    }
    return written(file, entry, version);
  }

  private Result<Content> written(YamlFile file, ImageEntry entry, ImageVersion version) {
    boolean behind = entry.isDigestInTag();
    Result<Content> tagged = tagged(file, entry.tag(), behind ? version.written() : version.tag());
    return behind || (version.digest() == null && !entry.hasDigestField())
        ? tagged
        : tagged.then(
            content ->
                LoneTagReplacer.withDigest(reader, content, version.digest(), this::digestField));
  }

  private static Result<Content> tagged(YamlFile file, LoneTag tag, String value) {
    return tag.text().equals(value)
        ? Result.ok(file.withText(file.text()))
        : LoneTagReplacer.of(file, tag, value).then(text -> Result.ok(file.withText(text)));
  }

  private Result<LoneTag> digestField(YamlFile file) {
    return new ImageEntrySelection(file, selector)
        .choose()
        .then(entry -> Result.ok(new LoneTag(entry.node(), ImageEntry.DIGEST, entry.image())));
  }
}
