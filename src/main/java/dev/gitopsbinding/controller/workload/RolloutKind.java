package dev.gitopsbinding.controller.workload;

import static dev.gitopsbinding.controller.workload.PodTemplateReader.orZero;

import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.model.text.WholeSeconds;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts of Argo Rollouts, version 1.0 or newer. The phase of the status decides, as for {@code
 * kubectl argo rollouts status}.
 */
public final class RolloutKind implements WorkloadKind<ArgoRollout> {
  /**
   * What may come from the new template. Others, such as an invalid spec, come from other edits.
   */
  private static final Set<String> FAILURES = Set.of("RolloutAborted", "ProgressDeadlineExceeded");

  private static final int LONGEST_MESSAGE = 300;

  @Override
  public String name() {
    return "Rollout";
  }

  @Override
  public Class<ArgoRollout> type() {
    return ArgoRollout.class;
  }

  @Override
  public Workload read(ArgoRollout rollout) {
    ArgoRollout.Spec spec = rollout.getSpec();
    if (spec == null) {
      return new Workload.Unreadable(
          "Rollout %s has a spec that this operator cannot read. Compare it with the documentation of Argo Rollouts."
              .formatted(rollout.getMetadata().getName()));
    }
    return spec.template() == null && spec.workloadRef() != null
        ? new Workload.Unreadable(elsewhere(rollout, spec.workloadRef()))
        : PodTemplateReader.read(spec.template(), rolloutOf(rollout));
  }

  private static String elsewhere(ArgoRollout rollout, ArgoRollout.WorkloadRef template) {
    String kind = OneLine.of(Objects.requireNonNullElse(template.kind(), ""), LONGEST_MESSAGE);
    String name = OneLine.of(Objects.requireNonNullElse(template.name(), ""), LONGEST_MESSAGE);
    return "Rollout %s has no image of its own: its pod template is the one of %s %s (spec.workloadRef). %s"
        .formatted(
            rollout.getMetadata().getName(),
            kind,
            name,
            kind.equals("Deployment")
                ? "Set spec.target to {kind: Deployment, name: %s}.".formatted(name)
                : "Move the template into the Rollout, or into a Deployment that spec.target names.");
  }

  private static Rollout rolloutOf(ArgoRollout rollout) {
    ArgoRollout.Status status =
        Optional.ofNullable(rollout.getStatus())
            .orElseGet(() -> new ArgoRollout.Status(null, null, null, null));
    if (!isObserved(rollout, status)) {
      return new Rollout.Progressing("Argo Rollouts has not seen the new template yet");
    }
    String message = OneLine.of(orEmpty(status.message()), LONGEST_MESSAGE);
    return switch (orEmpty(status.phase())) {
      case "Healthy" -> new Rollout.Complete(since(status, "Healthy", Set.of()));
      case "Degraded" -> new Rollout.Degraded(failedSince(status), orUnsaid(message));
      case "Paused" -> new Rollout.Progressing(paused(message));
      case "" -> new Rollout.Progressing("Argo Rollouts has written no status.phase yet");
      default ->
          new Rollout.Progressing(
              "it is %s%s"
                  .formatted(
                      OneLine.of(orEmpty(status.phase()), LONGEST_MESSAGE),
                      message.isEmpty() ? "" : " (" + message + ")"));
    };
  }

  /** As Argo Rollouts' own clients decide: a hash, of an old version, counts as observed. */
  private static boolean isObserved(ArgoRollout rollout, ArgoRollout.Status status) {
    try {
      return Long.parseLong(orEmpty(status.observedGeneration()))
          >= orZero(rollout.getMetadata().getGeneration());
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static String paused(String message) {
    return message.equals("CanaryPauseStep")
        ? "it is paused by a step of its canary (CanaryPauseStep)"
        : "it is paused (%s)".formatted(orUnsaid(message));
  }

  private static String orUnsaid(String message) {
    return message.isEmpty() ? "its status does not say why" : message;
  }

  private static @Nullable Instant failedSince(ArgoRollout.Status status) {
    boolean invalid =
        conditions(status).anyMatch(condition -> "InvalidSpec".equals(condition.type()));
    return invalid ? null : since(status, "Progressing", FAILURES);
  }

  /** When a condition became what it is; {@code reasons} are those that count, empty for all. */
  private static @Nullable Instant since(
      ArgoRollout.Status status, String type, Set<String> reasons) {
    return conditions(status)
        .filter(condition -> type.equals(condition.type()))
        .filter(condition -> reasons.isEmpty() || reasons.contains(orEmpty(condition.reason())))
        .findFirst()
        .map(ArgoRollout.Condition::lastUpdateTime)
        .flatMap(WholeSeconds::parse)
        .orElse(null);
  }

  private static Stream<ArgoRollout.Condition> conditions(ArgoRollout.Status status) {
    return Objects.requireNonNullElse(status.conditions(), List.<ArgoRollout.Condition>of())
        .stream()
        .filter(Objects::nonNull);
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
