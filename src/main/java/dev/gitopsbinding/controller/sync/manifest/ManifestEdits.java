package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which places a binding edits, with which editors. */
public final class ManifestEdits {
  private final EditKinds kinds;

  public ManifestEdits(EditKinds kinds) {
    this.kinds = kinds;
  }

  /** One place and its editor. */
  public record ManifestEdit(ManifestPlace place, ImageEditor editor) {}

  /** The edits of a binding, one for each of its places, in their order. */
  public List<ManifestEdit> of(Binding binding) {
    ManifestPlaces places = binding.places();
    return places.isOne()
        ? List.of(of(binding, places.first()))
        : places.all().stream().map(place -> of(binding, place)).toList();
  }

  /** The edit of one place of a binding. */
  public ManifestEdit of(Binding binding, ManifestPlace place) {
    return new ManifestEdit(place, kinds.editor(place.path(), selectorOf(binding, place)));
  }

  /** Selects the images that the binding writes at a place. */
  static ImageSelector selectorOf(Binding binding, ManifestPlace place) {
    Binding.ManifestObject written = binding.written(place);
    return new ImageSelector(
        new ObjectSelector(
            place.object() == null ? "spec.target" : place.field() + ".object",
            written.kind(),
            written.name(),
            written.namespace() == null
                ? List.of(binding.id().namespace(), ObjectSelector.NO_NAMESPACE)
                : List.of(written.namespace())),
        binding.target().containers(),
        binding.image().reference().repository(),
        place.key(),
        binding.image().pinned(),
        refsOf(binding, place));
  }

  private static RepositoryUrl.@Nullable Identity refsOf(Binding binding, ManifestPlace place) {
    return place.movesRefs()
        ? binding.sourceLocation().orElseThrow().branch().url().identity()
        : null;
  }
}
