package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.TagCheck;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.edit.yaml.replace.TagReplacer;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * Edits the images of one Kubernetes object that has a pod template or is a pod.
 *
 * @param reader of the file
 */
record WorkloadImageEditor(ImageSelector selector, YamlFileReader reader) implements ImageEditor {
  /**
   * An editor that has parsed no version of the file yet.
   *
   * @param limits for the parser
   */
  WorkloadImageEditor(RepositoryPath path, ImageSelector selector, YamlLimits limits) {
    this(selector, new YamlFileReader(path, limits));
  }

  /**
   * {@inheritDoc}
   *
   * @return a failure with the reason {@code FILE_NOT_UTF8}, {@code FILE_NOT_YAML} (also for a
   *     mapping that holds a key twice, and above a limit), {@code FILE_TOO_LARGE} for too many
   *     values, {@code TARGET_NOT_IN_FILE}, {@code IMAGE_NOT_IN_FILE}, {@code IMAGE_AMBIGUOUS} or
   *     {@code IMAGE_HAS_DIGEST}
   */
  @Override
  public Result<List<String>> read(Content content) {
    return reader
        .read(content)
        .then(file -> ImageSelection.of(file, selector))
        .then(images -> Result.ok(texts(images)));
  }

  /**
   * Gives the selected images a version. Only the bytes of tags and digests change; an image
   * without a tag gets one appended.
   *
   * @return refused for the reasons of {@link #read}; for {@code IMAGE_NOT_EDITABLE} if a scalar is
   *     shared, a block scalar, escaped or explicitly tagged, or if its new text would not be a
   *     string; and for {@code INVALID_SPEC} if the tag is not a valid one
   */
  @Override
  public EditResult write(Content content, List<String> expected, ImageVersion version) {
    return EditResult.of(
        TagCheck.of(version.tag())
            .then(_ -> reader.read(content))
            .then(
                file ->
                    ImageSelection.of(file, selector)
                        .then(images -> edit(file, images, expected, version))));
  }

  private static Result<EditResult> edit(
      YamlFile file, List<ContainerImage> images, List<String> expected, ImageVersion version) {
    if (images.stream().allMatch(image -> image.holds(version))) {
      return Result.ok(new EditResult.AlreadyApplied());
    }
    List<String> replaced = replaced(images, expected, version);
    if (replaced.isEmpty()) {
      return Result.ok(new EditResult.Superseded(texts(images)));
    }
    return TagReplacer.of(file, images.stream().map(ContainerImage::scalar).toList(), version)
        .then(text -> Result.ok(new EditResult.Edited(file.withText(text), replaced)));
  }

  /**
   * The images that are as expected; empty if another one is neither that nor holds the version.
   * Another place of the same push may select an image of this one, and has written it then.
   */
  private static List<String> replaced(
      List<ContainerImage> images, List<String> expected, ImageVersion version) {
    if (images.size() != expected.size()) {
      return List.of();
    }
    List<String> replaced = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      ContainerImage image = images.get(i);
      if (image.text().equals(expected.get(i))) {
        replaced.add(image.text());
      } else if (!image.holds(version)) {
        return List.of();
      }
    }
    return replaced;
  }

  private static List<String> texts(List<ContainerImage> images) {
    return images.stream().map(ContainerImage::text).toList();
  }
}
