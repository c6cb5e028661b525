package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.IMAGE;
import static dev.gitopsbinding.status.Projections.READY;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Rollout;
import dev.gitopsbinding.plan.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutAssessmentTest {
  static Stream<Arguments> rollouts() {
    return Stream.of(
        arguments(
            new Rollout.Progressing("1 of 2 pods are updated, 1 available"),
            Reason.PROGRESSING,
            "Deployment web rolls out tag %s: 1 of 2 pods are updated, 1 available."),
        arguments(
            new Rollout.DeadlineExceeded(),
            Reason.PROGRESS_DEADLINE_EXCEEDED,
            "The rollout of tag %s exceeded the progress deadline of Deployment web. "
                + Reason.PROGRESS_DEADLINE_EXCEEDED.remedy()),
        arguments(new Rollout.Complete(), Reason.COMPLETE, "Deployment web runs tag %s."));
  }

  @ParameterizedTest
  @MethodSource("rollouts")
  void theRolloutOfTheDesiredTagIsTold(Rollout rollout, Reason reason, String message) {
    // Given
    var workload =
        new Workload.Found(
            List.of(new Workload.Container("web", IMAGE), new Workload.Container("log", "fluent")),
            List.of(),
            rollout);

    // When
    var verdict = new RolloutAssessment(BINDING, workload, null).assess(TAG, Written.YES, READY);

    // Then
    assertThat(verdict.status().text()).isEqualTo(reason == Reason.COMPLETE ? "True" : "False");
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).isEqualTo(message.formatted(TAG));
  }

  @Test
  void anOldImageAwaitsItsApply() {
    // Given
    var workload = found("ghcr.io/acme/web:old");

    // When
    var rollout = new RolloutAssessment(BINDING, workload, null);

    // Then
    assertThat(rollout.runningImage()).contains("ghcr.io/acme/web:old");
    var verdict = rollout.assess(TAG, Written.YES, READY);
    assertThat(verdict.reason()).isEqualTo(Reason.AWAITING_APPLY);
    assertThat(verdict.message()).startsWith("Deployment web runs ghcr.io/acme/web:old, not tag 1");
  }

  @ParameterizedTest
  @CsvSource({
    "'[]',         'ghcr.io/acme/web:new, ghcr.io/acme/web:old'",
    "'[log, *]',   'ghcr.io/acme/web:new, ghcr.io/acme/web:old'",
    "'[sidecar]',  'ghcr.io/acme/web:old'",
    "'[log]',      ''",
  })
  void onlyTheNamedContainersCount(String containers, String running) {
    // Given
    var workload =
        new Workload.Found(
            List.of(
                new Workload.Container("web", "ghcr.io/acme/web:new"),
                new Workload.Container("sidecar", "ghcr.io/acme/web:old"),
                new Workload.Container("log", "fluent")),
            List.of(),
            new Rollout.Complete());
    Binding binding =
        Bindings.parse(
            Bindings.resource(
                "{target: {kind: Deployment, name: web, containers: %s}}"
                    .formatted(containers.replace("*", "'*'"))));

    // Then
    assertThat(new RolloutAssessment(binding, workload, null).runningImage().orElse(""))
        .isEqualTo(running);
  }

  @Test
  void anotherImageIsNotTaken() {
    var rollout = new RolloutAssessment(BINDING, found("ghcr.io/acme/web2:" + TAG), null);
    assertThat(rollout.runningImage()).isEmpty();
    assertThat(rollout.assess(TAG, Written.YES, READY).reason()).isEqualTo(Reason.AWAITING_APPLY);
  }
}
