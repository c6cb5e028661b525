package dev.gitopsbinding.edit.argocd;

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
 * Applications and ApplicationSets of Argo CD, which name images in {@code spec.source} and {@code
 * spec.sources}.
 *
 * @param limits for the parser
 */
public record ApplicationEditKind(YamlLimits limits) implements EditKind {
  /** Every Application holds both; a file without them needs no second parse. */
  private static final String KIND = "Application";

  /**
   * A file is of this kind if it holds an Application, and not the target itself. A key is one for
   * this kind if it names a parameter, see {@link ParameterKey}; others are looked up in the tree.
   */
  @Override
  public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
    return editor(path, content, selector).isPresent();
  }

  @Override
  public Optional<ImageEditor> editor(
      RepositoryPath path, Content content, ImageSelector selector) {
    YamlFileReader reader = new YamlFileReader(path, limits);
    return (selector.key() == null || ParameterKey.of(selector.key()).isPresent())
            && content.contains(ArgoApplication.GROUP)
            && content.contains(KIND)
            && reader.read(content) instanceof Result.Ok<YamlFile>(YamlFile file)
            && !ArgoApplication.in(file).isEmpty()
            && !ArgoApplication.holdsTarget(file, selector.object())
        ? Optional.of(new ApplicationImageEditor(selector, reader.with(content, file)))
        : Optional.empty();
  }

  @Override
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return new ApplicationImageEditor(path, selector, limits);
  }
}
