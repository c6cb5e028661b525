package dev.gitopsbinding.status;

import static dev.gitopsbinding.api.v1alpha1.Reason.AWAITING_APPLY;
import static dev.gitopsbinding.api.v1alpha1.Reason.COMPLETE;
import static dev.gitopsbinding.api.v1alpha1.Reason.DESIRED_TAG_UNKNOWN;
import static dev.gitopsbinding.api.v1alpha1.Reason.PROGRESSING;
import static dev.gitopsbinding.api.v1alpha1.Reason.PROGRESS_DEADLINE_EXCEEDED;
import static dev.gitopsbinding.api.v1alpha1.Reason.TARGET_NOT_FOUND;

import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Workload;
import dev.gitopsbinding.plan.Workload.Container;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says whether the target runs the desired tag, completely: the image, and what {@code kubectl
 * rollout status} calls complete (kubectl-rollout-status(1) for Deployments).
 */
final class RolloutAssessment {
  private final Binding binding;
  private final Workload workload;

  RolloutAssessment(Binding binding, Workload workload) {
    this.binding = binding;
    this.workload = workload;
  }

  /** The images that the target's selected containers ask for. */
  Optional<String> runningImage() {
    return switch (workload) {
      case Workload.Missing() -> Optional.empty();
      case Workload.Found found ->
          Optional.of(selected(found).stream().map(Container::image).distinct().toList())
              .filter(images -> !images.isEmpty())
              .map(images -> String.join(", ", images));
    };
  }

  /** The condition RolledOut for a desired tag, which may be unknown. */
  Verdict assess(Optional<String> desiredTag) {
    String target = binding.target().kind() + " " + binding.target().name();
    return switch (workload) {
      case Workload.Missing() ->
          rolledOut(
              ConditionStatus.UNKNOWN,
              TARGET_NOT_FOUND,
              "There is no %s in namespace %s. %s"
                  .formatted(target, binding.id().namespace(), TARGET_NOT_FOUND.cure()));
      case Workload.Found found ->
          desiredTag
              .map(tag -> assess(target, found, tag))
              .orElseGet(
                  () ->
                      rolledOut(
                          ConditionStatus.UNKNOWN,
                          DESIRED_TAG_UNKNOWN,
                          "The source commit is not known yet. " + DESIRED_TAG_UNKNOWN.cure()));
    };
  }

  private Verdict assess(String target, Workload.Found found, String tag) {
    List<Container> containers = selected(found);
    boolean wanted =
        !containers.isEmpty() && containers.stream().allMatch(container -> runs(container, tag));
    if (!wanted) {
      return rolledOut(
          ConditionStatus.FALSE,
          AWAITING_APPLY,
          "%s runs %s, not tag %s. %s"
              .formatted(
                  target, runningImage().orElse("no such image"), tag, AWAITING_APPLY.cure()));
    }
    if (found.observedGeneration() >= found.generation() && found.deadlineExceeded()) {
      return rolledOut(
          ConditionStatus.FALSE,
          PROGRESS_DEADLINE_EXCEEDED,
          "The rollout of tag %s exceeded the progress deadline of %s. %s"
              .formatted(tag, target, PROGRESS_DEADLINE_EXCEEDED.cure()));
    }
    return isComplete(found)
        ? rolledOut(ConditionStatus.TRUE, COMPLETE, "%s runs tag %s.".formatted(target, tag))
        : rolledOut(
            ConditionStatus.FALSE,
            PROGRESSING,
            "%s rolls out tag %s: %d of %d pods are updated, %d available."
                .formatted(target, tag, found.updated(), found.desired(), found.available()));
  }

  private static boolean isComplete(Workload.Found found) {
    return found.observedGeneration() >= found.generation()
        && found.updated() >= found.desired()
        && found.total() <= found.updated()
        && found.available() >= found.updated();
  }

  private List<Container> selected(Workload.Found found) {
    List<String> names = binding.target().containers();
    boolean all = names.isEmpty() || names.contains("*");
    return found.containers().stream()
        .filter(container -> hasImage(container) && (all || names.contains(container.name())))
        .collect(Collectors.toList());
  }

  private boolean hasImage(Container container) {
    return ImageReference.parse(container.image())
        .filter(image -> image.repository().equals(binding.image().reference().repository()))
        .isPresent();
  }

  private static boolean runs(Container container, String tag) {
    return ImageReference.parse(container.image())
        .flatMap(ImageReference::tag)
        .equals(Optional.of(tag));
  }

  private static Verdict rolledOut(ConditionStatus status, Reason reason, String message) {
    return new Verdict(ConditionType.ROLLED_OUT, status, reason, message);
  }
}
