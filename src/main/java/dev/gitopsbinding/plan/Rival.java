package dev.gitopsbinding.plan;

import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.BindingId;
import java.util.List;

/**
 * A binding that wants what this one wants, too.
 *
 * @param places those places of this binding that it writes, in their order; at least one if they
 *     are what both want, else none
 */
public record Rival(BindingId id, Contest contest, List<ManifestPlace> places) {
  /** What both want. */
  public enum Contest {
    /** The other one is older and writes the same image. */
    IMAGE,
    /** The other one is older and pushes to the same branch, to be merged into another one. */
    PUSH_BASE,
    /** The other one reads the branch that this one pushes to. */
    PUSH_READ
  }

  /** Copies the list. */
  public Rival {
    places = List.copyOf(places);
  }

  /** An older binding that writes an image of this one. */
  public Rival(BindingId id, List<ManifestPlace> places) {
    this(id, Contest.IMAGE, places);
  }
}
