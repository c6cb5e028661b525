package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.values.ValuesImage;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.replace.EmbeddedYamlFile;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageVersion;
import org.jspecify.annotations.Nullable;

/**
 * A place of an Application that names the image.
 *
 * @param owner the Application
 * @param path the field that holds it, for example {@code spec.source.helm.values}
 * @param embedded the text of the field as a file of its own; null if the field is no text of YAML
 */
record ImagePlace(
    ArgoApplication owner, String path, ValuesImage image, @Nullable EmbeddedYamlFile embedded) {
  /** The line, counted from 1. */
  int line() {
    return embedded == null ? image.line() : embedded.line(image.line());
  }

  /** The field and the line, for messages. */
  String place() {
    String separator = image.path().startsWith("[") ? "" : ": ";
    return "%s%s%s (line %d)".formatted(path, separator, image.path(), line());
  }

  /** The text of the file in which the image has a version. */
  Result<String> replaced(YamlFile file, ImageVersion version) {
    EmbeddedYamlFile inner = embedded;
    if (inner == null) {
      return image.replaced(file, version).then(edited -> Result.ok(edited.text()));
    }
    String place = "the text of " + path;
    return inner
        .writable(place)
        .then(_ -> image.replaced(inner.file(), version))
        .then(edited -> inner.withText(edited, place));
  }
}
