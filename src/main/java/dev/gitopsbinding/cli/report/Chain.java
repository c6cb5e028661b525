package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The stages of a binding, each with a mark: those before the one that blocks are done. */
final class Chain {
  private Chain() {}

  static List<ChainStep> of(LiveBinding binding, Blocker blocker, Instant now) {
    var texts = new StageTexts(binding, now);
    return Arrays.stream(Stage.values())
        .filter(stage -> stage != Stage.CHECKS || texts.hasChecks() || isAt(blocker, stage))
        .map(stage -> new ChainStep(stage, mark(stage, binding, blocker), texts.of(stage)))
        .toList();
  }

  private static boolean isAt(Blocker blocker, Stage stage) {
    return blocker instanceof Blocker.Known known && known.stage() == stage;
  }

  private static StageMark mark(Stage stage, LiveBinding binding, Blocker blocker) {
    if (stage == Stage.ROLLOUT) {
      return rollout(binding);
    }
    if (stage == Stage.BINDING && isSpecNew(binding)) {
      return StageMark.WAITING;
    }
    return switch (blocker) {
      case Blocker.None _ -> StageMark.DONE;
      case Blocker.NotSynced _ -> StageMark.PENDING;
      case Blocker.Foreign _ -> StageMark.UNKNOWN;
      case Blocker.Known(var reason, var at, _) -> {
        int order = stage.compareTo(at);
        if (order == 0) {
          yield StageMark.of(reason.handling());
        }
        yield order < 0 && isAsked(stage, at, reason) ? StageMark.DONE : StageMark.PENDING;
      }
    };
  }

  /** Forges and registries are asked only for a tag that would be written, so after the file. */
  private static boolean isAsked(Stage stage, Stage at, Reason reason) {
    if (at != Stage.MANIFEST || stage.compareTo(Stage.SOURCE) <= 0) {
      return true;
    }
    return switch (reason) {
      case PREVIEW_ONLY,
          PUSH_IN_PROGRESS,
          PUSH_CONTENDED,
          PUSH_DECLINED,
          AWAITING_MERGE,
          PULL_REQUEST_CLOSED ->
          true;
      default -> false;
    };
  }

  /** Whether the status is about an older spec. */
  static boolean isSpecNew(LiveBinding binding) {
    Long observed = binding.status().observedGeneration();
    return observed == null || observed < binding.generation();
  }

  /** The cluster is looked at whatever becomes of the tag. */
  private static StageMark rollout(LiveBinding binding) {
    return binding
        .condition(ConditionType.ROLLED_OUT)
        .map(
            condition ->
                ConditionStatus.TRUE.text().equals(condition.status())
                    ? StageMark.DONE
                    : Reason.of(condition.reason()).map(Chain::mark).orElse(StageMark.UNKNOWN))
        .orElse(StageMark.PENDING);
  }

  private static StageMark mark(Reason reason) {
    return reason == Reason.AWAITING_PUSH || reason == Reason.DESIRED_TAG_UNKNOWN
        ? StageMark.PENDING
        : StageMark.of(reason.handling());
  }
}
