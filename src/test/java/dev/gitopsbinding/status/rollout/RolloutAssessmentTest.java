package dev.gitopsbinding.status.rollout;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.IMAGE;
import static dev.gitopsbinding.status.Projections.READY;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
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
            new Rollout.DeadlineExceeded(null),
            Reason.PROGRESS_DEADLINE_EXCEEDED,
            "The rollout of tag %s exceeded the progress deadline of Deployment web. "
                + Reason.PROGRESS_DEADLINE_EXCEEDED.remedy()),
        arguments(
            new Rollout.Degraded(null, "RolloutAborted"),
            Reason.ROLLOUT_DEGRADED,
            "The rollout of tag %s failed: Deployment web is Degraded (RolloutAborted). "
                + Reason.ROLLOUT_DEGRADED.remedy()),
        arguments(
            new Rollout.Complete(null, "the next job will run it"),
            Reason.COMPLETE,
            "Deployment web has tag %s: the next job will run it."),
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
  void aTargetThatCannotBeReadSaysWhy() {
    // When
    var rollout = new RolloutAssessment(BINDING, new Workload.Unreadable("The fix."), null);

    // Then
    var verdict = rollout.assess(TAG, Written.YES, READY);
    assertThat(verdict.status().text()).isEqualTo("Unknown");
    assertThat(verdict.reason()).isEqualTo(Reason.TARGET_UNREADABLE);
    assertThat(verdict.message()).isEqualTo("The fix.");
    assertThat(rollout.runningImage()).isEmpty();
    assertThat(rollout.rolloutOf(TAG)).isEmpty();
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

  @ParameterizedTest
  @CsvSource({
    "Digest, :TAG@NEW, :TAG@NEW, Complete",
    "Digest, :TAG@NEW, :TAG,     AwaitingApply",
    "Digest, :TAG@NEW, :TAG@OLD, AwaitingApply",
    "Digest, :TAG@NEW, @NEW,     Complete",
    "Digest, :TAG@NEW, @OLD,     AwaitingApply",
    "Digest, :TAG@NEW, :old@NEW, AwaitingApply",
    "Digest, :TAG,     :TAG,     Complete",
    "Digest, :old@OLD, :TAG@NEW, Complete",
    "Tag,    :TAG@NEW, :TAG,     Complete",
  })
  void aDigestThatTheFileHoldsCounts(String pin, String file, String running, String reason) {
    // Given
    Binding binding =
        Bindings.parse(
            Bindings.resource("{image: {name: ghcr.io/acme/web, pin: %s}}".formatted(pin)));
    var manifest = new ManifestStatus("main", "9".repeat(40), pinned(file), binding.file(), null);

    // When
    var verdict =
        new RolloutAssessment(binding, found(pinned(running)), manifest)
            .assess(TAG, Written.YES, READY);

    // Then
    assertThat(verdict.reason().text()).isEqualTo(reason);
    if (reason.equals("AwaitingApply")) {
      assertThat(verdict.message())
          .contains(" not tag %s. ".formatted(pinned(":TAG@NEW").substring(17)));
    }
  }

  /** A tag that moved in the registry: the place that held it keeps the digest that it had. */
  @ParameterizedTest
  @CsvSource({
    ":TAG@NEW, Complete",
    ":TAG@OLD, Complete",
    "@OLD,     Complete",
    ":TAG,     AwaitingApply",
    ":TAG@sha256:cccccccccccccccccccccccccccccccc, AwaitingApply",
  })
  void anyDigestThatAPlaceHoldsCounts(String running, String reason) {
    // Given
    Binding binding =
        Bindings.parse(Bindings.resource("{image: {name: ghcr.io/acme/web, pin: Digest}}"));
    String held = pinned(":TAG@NEW") + ", " + pinned(":TAG@OLD");
    var manifest = new ManifestStatus("main", "9".repeat(40), held, binding.file(), null);

    // When
    var verdict =
        new RolloutAssessment(binding, found(pinned(running)), manifest)
            .assess(TAG, Written.YES, READY);

    // Then
    assertThat(verdict.reason().text()).isEqualTo(reason);
    if (reason.equals("AwaitingApply")) {
      assertThat(verdict.message())
          .contains(
              " not tag %s or %s. "
                  .formatted(pinned(":TAG@NEW").substring(17), pinned(":TAG@OLD").substring(17)));
    }
  }

  private static String pinned(String image) {
    return "ghcr.io/acme/web"
        + image
            .replace("TAG", TAG)
            .replace("NEW", "sha256:" + "a".repeat(64))
            .replace("OLD", "sha256:" + "b".repeat(64));
  }

  @Test
  void anotherImageIsNotTaken() {
    var rollout = new RolloutAssessment(BINDING, found("ghcr.io/acme/web2:" + TAG), null);
    assertThat(rollout.runningImage()).isEmpty();
    assertThat(rollout.assess(TAG, Written.YES, READY).reason()).isEqualTo(Reason.AWAITING_APPLY);
  }
}
