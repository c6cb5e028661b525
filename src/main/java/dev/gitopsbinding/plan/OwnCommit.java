package dev.gitopsbinding.plan;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The newest commit that the operator made for a binding, as the manifest branch knows it.
 *
 * @param at when it was made, in whole seconds
 * @param images what the selected image scalars held at this commit; empty if they were not there
 * @param replaced what they held before it; empty if that is not known
 */
public record OwnCommit(CommitSha commit, Instant at, List<String> images, List<String> replaced) {
  /** By how much the clocks of the API server and of the operator may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  /** Copies the lists. */
  public OwnCommit {
    images = List.copyOf(images);
    replaced = List.copyOf(replaced);
  }

  /**
   * Whether the binding's file held the tag by this commit. A commit for an earlier binding of the
   * same name does not count.
   */
  boolean landed(Binding binding, String tag) {
    return !images.isEmpty()
        && ManifestSeen.allHave(images, tag)
        && !at.isBefore(binding.created().minus(CLOCKS));
  }
}
