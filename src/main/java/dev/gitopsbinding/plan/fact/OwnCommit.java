package dev.gitopsbinding.plan.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest commit in the manifest branch that the operator made for a binding.
 *
 * @param at when the commit was made, in whole seconds
 * @param images the selected images at this commit; empty if the file did not hold them
 * @param replaced the selected images before this commit; empty if they are not known
 * @param rolledBack the tag whose failed rollout was the cause; null if the commit is no rollback
 */
public record OwnCommit(
    CommitSha commit,
    Instant at,
    List<String> images,
    List<String> replaced,
    @Nullable String rolledBack) {
  /** How far the clocks of the API server and of the operator may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  /** Copies the lists. */
  public OwnCommit {
    images = List.copyOf(images);
    replaced = List.copyOf(replaced);
  }

  /**
   * Whether this commit wrote the tag to the binding's file. A commit for an earlier binding of the
   * same name does not count.
   */
  public boolean landed(Binding binding, String tag) {
    return !images.isEmpty() && ManifestSeen.allHave(images, tag) && isFor(binding);
  }

  /** Whether the commit was made for this binding, and not for an earlier one of the same name. */
  public boolean isFor(Binding binding) {
    return !at.isBefore(binding.created().minus(CLOCKS));
  }
}
