package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.util.Optional;

/**
 * Any file in which a key names the image or its tag; without a key, files of Helm values and
 * HelmReleases of Flux.
 *
 * @param limits for the parser
 */
public record KeyEditKind(YamlLimits limits) implements EditKind {
  /** A key that only an object has at the start of a line, which needs no second parse then. */
  private static final String OBJECT = "apiVersion";

  /** The editor says what is wrong if a file with a key cannot be read. */
  @Override
  public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
    return editor(path, content, selector).isPresent();
  }

  @Override
  public Optional<ImageEditor> editor(
      RepositoryPath path, Content content, ImageSelector selector) {
    if (selector.key() != null) {
      return Optional.of(editor(path, selector));
    }
    YamlFileReader reader = new YamlFileReader(path, limits);
    return (!isObject(content) || content.contains(KeyDocument.RELEASE_GROUP))
            && reader.read(content) instanceof Result.Ok<YamlFile>(YamlFile file)
            && !HelmValues.in(file, selector.object()).isEmpty()
        ? Optional.of(new KeyImageEditor(selector, reader.with(content, file)))
        : Optional.empty();
  }

  @Override
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return new KeyImageEditor(path, selector, limits);
  }

  private static boolean isObject(Content content) {
    int found = content.indexOf(OBJECT, 0);
    while (found >= 0 && !isKeyOfLine(content, found)) {
      found = content.indexOf(OBJECT, found + 1);
    }
    return found >= 0;
  }

  private static boolean isKeyOfLine(Content content, int start) {
    int end = start + OBJECT.length();
    while (end < content.size() && (content.at(end) == ' ' || content.at(end) == '\t')) {
      end++;
    }
    return end < content.size()
        && content.at(end) == ':'
        && (start == 0 || content.at(start - 1) == '\n' || content.at(start - 1) == '\r');
  }
}
