package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.TagCheck;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;

/**
 * Edits the tag of one image of an Application of Argo CD.
 *
 * @param reader of the file
 */
record ApplicationImageEditor(ImageSelector selector, YamlFileReader reader)
    implements ImageEditor {
  /**
   * An editor that has parsed no version of the file yet.
   *
   * @param limits for the parser
   */
  ApplicationImageEditor(RepositoryPath path, ImageSelector selector, YamlLimits limits) {
    this(selector, new YamlFileReader(path, limits));
  }

  /**
   * {@inheritDoc}
   *
   * @return a failure with the reason {@code FILE_NOT_UTF8}, {@code FILE_NOT_YAML} (also for a text
   *     of values), {@code FILE_TOO_LARGE}, {@code TARGET_NOT_IN_FILE}, {@code IMAGE_NOT_IN_FILE},
   *     {@code IMAGE_AMBIGUOUS}, {@code IMAGE_HAS_DIGEST}, and for a spec that selects what an
   *     Application does not hold {@code INVALID_SPEC}
   */
  @Override
  public Result<List<String>> read(Content content) {
    return reader
        .read(content)
        .then(file -> ApplicationImageSelection.of(file, selector, reader.limits()))
        .then(place -> Result.ok(List.of(place.image().text())));
  }

  /**
   * Gives the image a tag. Only the tag's bytes change; a tag that is missing is added.
   *
   * @return refused for the reasons of {@link #read}, for {@code IMAGE_NOT_EDITABLE}, and for
   *     {@code INVALID_SPEC} if the tag is not a valid one
   */
  @Override
  public EditResult write(Content content, List<String> expected, ImageVersion version) {
    return EditResult.of(
        TagCheck.of(version.tag())
            .then(_ -> reader.read(content))
            .then(
                file ->
                    ApplicationImageSelection.of(file, selector, reader.limits())
                        .then(
                            place ->
                                EditResult.ofPlace(
                                    place.image().holds(version),
                                    place.image().text(),
                                    expected,
                                    () ->
                                        place
                                            .replaced(file, version)
                                            .then(text -> Result.ok(file.withText(text)))))));
  }
}
