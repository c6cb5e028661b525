package dev.gitopsbinding.status.memory;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.PreviewStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a status says about a push that a binding only previews. Pure. */
public final class PreviewMemory {
  private PreviewMemory() {}

  /**
   * The preview after an outcome. While it is not known whether anything would be written, because
   * a host does not answer, the last one stays; so that a host that is down now and then causes no
   * event each time.
   */
  public static @Nullable PreviewStatus next(Observation observation, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Previewed(var tag, var replaced, var diff) ->
          new PreviewStatus(PushMemory.fromTag(replaced), tag, observation.binding().file(), diff);
      case Outcome.Stopped(Reason reason, String _) -> kept(observation, reason);
      case Outcome.Kept _, Outcome.Waiting _, Outcome.Pushed _, Outcome.InFlight _ -> null;
    };
  }

  private static @Nullable PreviewStatus kept(Observation observation, Reason reason) {
    GitOpsBindingStatus before = observation.status();
    PreviewStatus last = before.preview();
    Binding binding = observation.binding();
    if (last == null || !binding.previews() || !binding.file().equals(last.file())) {
      return null;
    }
    boolean stays =
        switch (reason.handling()) {
          case RETRIED ->
              Objects.equals(before.observedGeneration(), binding.generation())
                  && isStillWanted(observation, last);
          case NEEDS_DECISION -> reason == Reason.SUSPENDED;
          case DONE, WAITING, STALLED -> false;
        };
    return stays ? last : null;
  }

  /** A rollback does not write the desired tag. */
  private static boolean isStillWanted(Observation observation, PreviewStatus last) {
    Optional<FailedRollout> failed = FailedRollout.ifInFile(observation);
    if (failed.isPresent()) {
      return failed.get().lastCompleted().equals(last.toTag());
    }
    return observation.desiredTag().map(tag -> tag.equals(last.toTag())).orElse(true);
  }

  /** The message of the condition Ready. */
  public static String message(Binding binding, Outcome.Previewed previewed) {
    String from = PushMemory.fromTag(previewed.replaced());
    return "spec.mode is Preview: nothing is pushed. Tag %s would be written to %s in place of %s. %s"
        .formatted(
            ShortCommits.in(previewed.tag()),
            binding.places().shown(),
            from == null ? "no tag" : ShortCommits.in(from),
            Reason.PREVIEW_ONLY.remedy());
  }

  /** What would be written, if that is something else than before. */
  public static Optional<String> news(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return Optional.ofNullable(after.preview())
        .filter(preview -> !isSame(preview, before.preview()))
        .map(
            preview ->
                ShortCommits.in(
                    "Preview: tag %s would be written to %s in place of %s."
                        .formatted(
                            preview.toTag(),
                            preview.file(),
                            preview.fromTag() == null ? "no tag" : "tag " + preview.fromTag())));
  }

  private static boolean isSame(PreviewStatus preview, @Nullable PreviewStatus last) {
    return last != null
        && Objects.equals(preview.toTag(), last.toTag())
        && Objects.equals(preview.fromTag(), last.fromTag())
        && Objects.equals(preview.file(), last.file());
  }
}
