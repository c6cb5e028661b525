package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.util.Optional;
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

  /**
   * A file of any other name is one if each of its documents says so, or if one of Flux has the
   * image.
   */
  @Override
  public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
    return editor(path, content, selector).isPresent();
  }

  @Override
  public Optional<ImageEditor> editor(
      RepositoryPath path, Content content, ImageSelector selector) {
    YamlFileReader reader = new YamlFileReader(path, limits);
    if (!EntryKey.isOne(selector.key())) {
      return Optional.empty();
    }
    if (hasFileName(path) && selector.refsOf() == null) {
      return Optional.of(editor(reader, selector));
    }
    // To move references takes several passes over the file.
    if (hasFileName(path)) {
      return reader.read(content) instanceof Result.Ok<YamlFile>(YamlFile file)
          ? Optional.of(editor(reader.with(content, file), selector))
          : Optional.of(editor(reader, selector));
    }
    return content.contains(GROUP_START)
            && reader.read(content) instanceof Result.Ok<YamlFile>(YamlFile file)
            && isKustomization(file, selector)
        ? Optional.of(editor(reader.with(content, file), selector))
        : Optional.empty();
  }

  @Override
  public boolean movesRefs() {
    return true;
  }

  @Override
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return editor(new YamlFileReader(path, limits), selector);
  }

  private static ImageEditor editor(YamlFileReader reader, ImageSelector selector) {
    ImageEditor images = new KustomizationImageEditor(selector, reader);
    return selector.refsOf() == null
        ? images
        : new RemoteRefEditor(images, selector.refsOf(), reader);
  }

  /** The target itself, and a HelmRelease, are edited before what another object sets. */
  private static boolean isKustomization(YamlFile file, ImageSelector selector) {
    return Kustomization.isAllIn(file)
        || (Kustomization.isFluxIn(file, selector.repository())
            && file.documents().stream()
                .map(document -> ResolvedNode.root(document, file))
                .noneMatch(root -> isTargetOrRelease(root, selector.object())));
  }

  private static boolean isTargetOrRelease(ResolvedNode root, ObjectSelector object) {
    String kind = root.text("kind").orElse("");
    return kind.equals("HelmRelease")
        || (kind.equals(object.kind())
            && root.get("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .filter(object.name()::equals)
                .isPresent());
  }

  private static boolean hasFileName(RepositoryPath path) {
    String value = path.value();
    return FILE_NAMES.contains(value.substring(value.lastIndexOf('/') + 1));
  }
}
