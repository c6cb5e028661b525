package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.util.Set;

/**
 * Kustomizations and Components of Kustomize, and Kustomizations of Flux.
 *
 * @param limits for the parser
 */
public record KustomizationEditKind(YamlLimits limits) implements EditKind {
  /** The names that Kustomize looks for (api/konfig, "RecognizedKustomizationFileNames"). */
  private static final Set<String> FILE_NAMES =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  /** Every API group of a Kustomization begins so; a file without it needs no second parse. */
  private static final String GROUP_START = "kustomize.";

  /** A file of any other name is one if each of its documents says so. */
  @Override
  public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
    return EntryKey.isOne(selector.key())
        && (hasFileName(path)
            || (content.contains(GROUP_START) && holdsNothingElse(path, content)));
  }

  @Override
  public boolean movesRefs() {
    return true;
  }

  @Override
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    ImageEditor images = new KustomizationImageEditor(path, selector, limits);
    return selector.refsOf() == null
        ? images
        : new RemoteRefEditor(path, images, selector.refsOf(), limits);
  }

  private static boolean hasFileName(RepositoryPath path) {
    String value = path.value();
    return FILE_NAMES.contains(value.substring(value.lastIndexOf('/') + 1));
  }

  private boolean holdsNothingElse(RepositoryPath path, Content content) {
    return YamlFile.parse(path, content, limits) instanceof Result.Ok<YamlFile>(YamlFile file)
        && Kustomization.allIn(file).isPresent();
  }
}
