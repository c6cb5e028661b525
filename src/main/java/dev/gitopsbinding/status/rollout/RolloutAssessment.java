package dev.gitopsbinding.status.rollout;

import static dev.gitopsbinding.model.Reason.AWAITING_APPLY;
import static dev.gitopsbinding.model.Reason.AWAITING_PUSH;
import static dev.gitopsbinding.model.Reason.COMPLETE;
import static dev.gitopsbinding.model.Reason.DESIRED_TAG_UNKNOWN;
import static dev.gitopsbinding.model.Reason.PROGRESSING;
import static dev.gitopsbinding.model.Reason.PROGRESS_DEADLINE_EXCEEDED;
import static dev.gitopsbinding.model.Reason.ROLLOUT_DEGRADED;
import static dev.gitopsbinding.model.Reason.TARGET_NOT_FOUND;
import static dev.gitopsbinding.model.Reason.TARGET_UNREADABLE;

import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.fact.Workload.Container;
import dev.gitopsbinding.status.condition.ConditionDraft;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the target runs the desired tag in all its pods; if digests are written, with the
 * digest that the file holds beside the tag, or with one of them if its places hold several.
 */
public final class RolloutAssessment {
  private final Binding binding;
  private final Workload workload;
  private final @Nullable ManifestStatus manifest;

  /**
   * @param manifest what the file holds; null if that is not known
   */
  public RolloutAssessment(Binding binding, Workload workload, @Nullable ManifestStatus manifest) {
    this.binding = binding;
    this.workload = workload;
    this.manifest = manifest;
  }

  /** The images of the selected containers of the target. */
  public Optional<String> runningImage() {
    return switch (workload) {
      case Workload.Missing(), Workload.Unreadable _ -> Optional.empty();
      case Workload.Found found ->
          Optional.of(found.selectedBy(binding).stream().map(Container::image).distinct().toList())
              .filter(images -> !images.isEmpty())
              .map(images -> String.join(", ", images));
    };
  }

  /** The condition RolledOut if the desired tag is not known, because Ready is not True. */
  public static ConditionDraft unknown(ConditionDraft ready) {
    return rolledOut(
        ConditionStatus.UNKNOWN,
        DESIRED_TAG_UNKNOWN,
        "Not known while Ready is %s (%s)."
            .formatted(ready.status().text(), ready.reason().text()));
  }

  /**
   * The condition RolledOut.
   *
   * @param desiredTag null if it is not known
   * @param written whether the manifest repository holds the tag
   * @param ready the condition Ready, which says why it does not hold the tag
   */
  public ConditionDraft assess(@Nullable String desiredTag, Written written, ConditionDraft ready) {
    String target = binding.target().kind() + " " + binding.target().name();
    return switch (workload) {
      case Workload.Missing() ->
          rolledOut(
              ConditionStatus.UNKNOWN,
              TARGET_NOT_FOUND,
              "There is no %s in namespace %s. %s"
                  .formatted(target, binding.id().namespace(), TARGET_NOT_FOUND.remedy()));
      case Workload.Unreadable(String message) ->
          rolledOut(ConditionStatus.UNKNOWN, TARGET_UNREADABLE, message);
      case Workload.Found found ->
          desiredTag == null ? unknown(ready) : assess(target, found, desiredTag, written, ready);
    };
  }

  /** Whether all pods of the target run a tag, and are available. */
  boolean isComplete(String tag) {
    return rolloutOf(tag).filter(Rollout.Complete.class::isInstance).isPresent();
  }

  private ConditionDraft assess(
      String target, Workload.Found found, String tag, Written written, ConditionDraft ready) {
    boolean wanted = asksFor(found, tag);
    if (!wanted && written != Written.YES) {
      return rolledOut(
          ConditionStatus.FALSE, AWAITING_PUSH, notWritten(target, tag, written, ready));
    }
    if (!wanted) {
      return rolledOut(
          ConditionStatus.FALSE,
          AWAITING_APPLY,
          "%s runs %s, not tag %s. %s"
              .formatted(
                  target,
                  runningImage().orElse("no such image"),
                  written(tag),
                  AWAITING_APPLY.remedy()));
    }
    return switch (found.rollout()) {
      case Rollout.Complete(var _, String remark) ->
          rolledOut(
              ConditionStatus.TRUE,
              COMPLETE,
              remark == null
                  ? "%s runs tag %s.".formatted(target, tag)
                  : "%s has tag %s: %s.".formatted(target, tag, remark));
      case Rollout.Progressing(String state) ->
          rolledOut(
              ConditionStatus.FALSE,
              PROGRESSING,
              "%s rolls out tag %s: %s.".formatted(target, tag, state));
      case Rollout.DeadlineExceeded _ ->
          rolledOut(
              ConditionStatus.FALSE,
              PROGRESS_DEADLINE_EXCEEDED,
              "The rollout of tag %s exceeded the progress deadline of %s. %s"
                  .formatted(tag, target, PROGRESS_DEADLINE_EXCEEDED.remedy()));
      case Rollout.Degraded(var _, String message) ->
          rolledOut(
              ConditionStatus.FALSE,
              ROLLOUT_DEGRADED,
              "The rollout of tag %s failed: %s is Degraded (%s). %s"
                  .formatted(tag, target, message, ROLLOUT_DEGRADED.remedy()));
    };
  }

  /** How far the rollout of a tag is; empty if the target does not ask for this tag. */
  public Optional<Rollout> rolloutOf(String tag) {
    return switch (workload) {
      case Workload.Missing(), Workload.Unreadable _ -> Optional.empty();
      case Workload.Found found ->
          asksFor(found, tag) ? Optional.of(found.rollout()) : Optional.empty();
    };
  }

  private boolean asksFor(Workload.Found found, String tag) {
    List<Container> containers = found.selectedBy(binding);
    Set<String> digests = digests(tag);
    return !containers.isEmpty()
        && containers.stream().allMatch(container -> runs(container, tag, digests));
  }

  /**
   * The digests beside a tag in the file; empty if there is none, or if the binding writes none.
   * Places may hold different ones: if the tag has moved in the registry between two edits, each
   * place keeps its digest.
   */
  private Set<String> digests(String tag) {
    return manifest == null || !binding.image().pinned()
        ? Set.of()
        : ManifestSeen.digestsBeside(tag, Written.images(manifest));
  }

  private String written(String tag) {
    Set<String> digests = digests(tag);
    return digests.isEmpty()
        ? tag
        : digests.stream()
            .map(digest -> new ImageVersion(tag, digest, null).written())
            .collect(Collectors.joining(" or "));
  }

  /** The manifest does not hold the tag, so the message does not ask to apply it. */
  private String notWritten(String target, String tag, Written written, ConditionDraft ready) {
    String shortTag = ShortCommits.in(tag);
    String state =
        written == Written.NO
            ? "Tag %s is not in the manifest repository".formatted(shortTag)
            : "It is not known whether tag %s is in the manifest repository".formatted(shortTag);
    return "%s runs %s. %s: see Ready (%s)."
        .formatted(
            target,
            runningImage().map(ShortTags::ofImages).orElse("no such image"),
            state,
            ready.reason().text());
  }

  /** An older Kustomize leaves the tag out where there is a digest, which says more. */
  private static boolean runs(Container container, String tag, Set<String> digests) {
    Optional<String> runningTag = ManifestSeen.tagOf(container.image());
    return digests.isEmpty()
        ? runningTag.equals(Optional.of(tag))
        : ManifestSeen.digestOf(container.image()).filter(digests::contains).isPresent()
            && runningTag.map(tag::equals).orElse(true);
  }

  private static ConditionDraft rolledOut(ConditionStatus status, Reason reason, String message) {
    return new ConditionDraft(ConditionType.ROLLED_OUT, status, reason, message);
  }
}
