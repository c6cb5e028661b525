package dev.gitopsbinding.plan.rollback;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.ShortCommits;

/** What users read of a rollback: the commit message, and why the binding is on hold. Pure. */
public final class RollbackMessage {
  /** The trailer that holds the tag that was rolled back; a lost status is restored from it. */
  public static final String TRAILER = "GitOps-Rollback";

  private RollbackMessage() {}

  /**
   * The whole commit message, trailers included. It does not come from the binding's template,
   * which is written for new commits.
   */
  public static String commit(Binding binding, FailedRollout failed) {
    String to = failed.lastCompleted();
    String source =
        binding
            .image()
            .tagFormat()
            .digitsIn(to)
            .map(digits -> "GitOps-Source: %s\n".formatted(digits))
            .orElse("");
    return """
    revert(refs): roll %s back to %s

    The rollout of tag %s of %s %s failed: %s.
    This commit writes an older tag on purpose, the last one whose rollout
    completed. The failed tag is not written again until a source commit comes
    that descends from it, or a sync is requested.

    GitOps-Binding: %s
    %s%s: %s
    """
        .formatted(
            binding.image().name(),
            to,
            failed.tag(),
            binding.target().kind(),
            binding.target().name(),
            failed.why(),
            binding.id(),
            source,
            TRAILER,
            failed.tag());
  }

  /**
   * Why the binding is on hold.
   *
   * @param failed the tag that was rolled back
   * @param toTag the tag that was written in its place
   * @param desired the tag that is held
   */
  public static String hold(Binding binding, String failed, String toTag, String desired) {
    return hold(binding, failed, toTag, desired, "");
  }

  /**
   * Why the binding is on hold where a tag that was rolled back is desired again later.
   *
   * @param desired the tag
   */
  public static String again(Binding binding, String desired) {
    return "On hold: the rollout of tag %1$s failed before, and was rolled back. %2$s until another commit is to be deployed. To write tag %1$s now, run `kubectl annotate gitopsbinding %3$s -n %4$s --overwrite %5$s=$(date +%%s)`."
        .formatted(
            ShortCommits.in(desired),
            binding.places().shown()
                + (binding.places().isOne() ? " keeps its tag" : " keep their tags"),
            binding.id().name(),
            binding.id().namespace(),
            GitOpsBinding.REQUESTED_AT);
  }

  /**
   * The same for another tag than the one that was rolled back.
   *
   * @param why a sentence, after a space
   */
  public static String hold(
      Binding binding, String failed, String toTag, String desired, String why) {
    return "On hold: the rollout of tag %s failed, and %s set back to tag %s.%s It stays until %s the failed one. To write tag %s now, run `kubectl annotate gitopsbinding %s -n %s --overwrite %s=$(date +%%s)`."
        .formatted(
            ShortCommits.in(failed),
            binding.places().shown() + (binding.places().isOne() ? " was" : " were"),
            ShortCommits.in(toTag),
            why,
            binding
                .upstream()
                .map(
                    upstream ->
                        "GitOpsBinding %s rolls out a commit after".formatted(upstream.binding()))
                .orElse("a source commit comes that descends from"),
            ShortCommits.in(desired),
            binding.id().name(),
            binding.id().namespace(),
            GitOpsBinding.REQUESTED_AT);
  }
}
