package dev.gitopsbinding.plan;

import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.BindingId;
import java.util.List;

/**
 * An older binding that writes an image of this one, too.
 *
 * @param places those places of this binding that it writes, at least one, in their order
 */
public record Rival(BindingId id, List<ManifestPlace> places) {
  /** Copies the list. */
  public Rival {
    places = List.copyOf(places);
  }
}
