package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.RepositoryPath;
import java.util.List;

/** Decides which files a binding edits, with which editors. */
public final class ManifestEdits {
  private final EditKinds kinds;

  public ManifestEdits(EditKinds kinds) {
    this.kinds = kinds;
  }

  /** One file and its editor. */
  record ManifestEdit(RepositoryPath path, ImageEditor editor) {}

  /** The edits of a binding, at least one. */
  List<ManifestEdit> of(Binding binding) {
    return List.of(
        new ManifestEdit(binding.path(), kinds.editor(binding.path(), selectorOf(binding))));
  }

  /** Selects the images of the file that the binding writes. */
  static ImageSelector selectorOf(Binding binding) {
    Binding.ManifestObject written = binding.written();
    return new ImageSelector(
        new ObjectSelector(
            binding.object() == null ? "spec.target" : "spec.manifest.object",
            written.kind(),
            written.name(),
            written.namespace() == null
                ? List.of(binding.id().namespace(), ObjectSelector.NO_NAMESPACE)
                : List.of(written.namespace())),
        binding.target().containers(),
        binding.image().reference().repository());
  }
}
