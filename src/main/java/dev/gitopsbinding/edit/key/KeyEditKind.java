package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Any file in which a key names the image or its tag; without a key, files of Helm values and
 * HelmReleases of Flux.
 *
 * @param limits for the parser
 */
public record KeyEditKind(YamlLimits limits) implements EditKind {
  /** A line that only an object has, which needs no second parse then. */
  private static final Pattern OBJECT = Pattern.compile("(?m)^apiVersion[ \\t]*:");

  /** The editor says what is wrong if a file with a key cannot be read. */
  @Override
  public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
    if (selector.key() != null) {
      return true;
    }
    boolean release = content.contains(KeyDocument.RELEASE_GROUP);
    return (release || !isObject(content))
        && YamlFile.parse(path, content, limits) instanceof Result.Ok<YamlFile>(YamlFile file)
        && !HelmValues.in(file, selector.object()).isEmpty();
  }

  @Override
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return new KeyImageEditor(path, selector, limits);
  }

  private static boolean isObject(Content content) {
    return OBJECT.matcher(new String(content.bytes(), StandardCharsets.ISO_8859_1)).find();
  }
}
