package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Bindings;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusProjectorTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final CommitSha TIP = new CommitSha("1".repeat(40));
  private static final CommitSha MANIFEST = new CommitSha("9".repeat(40));
  private static final CommitSha OTHER = new CommitSha("8".repeat(40));
  private static final String TAG = TIP.hex();
  private static final String IMAGE = "ghcr.io/acme/web:" + TAG;
  private static final Verdict READY =
      new Verdict(ConditionType.READY, ConditionStatus.TRUE, Reason.UP_TO_DATE, "");
  private static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));

  @Test
  void aKeptTagIsReadyAndNamesTheTip() {
    // When
    var status = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);

    // Then
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.source().commit()).isEqualTo(TIP.hex());
    assertThat(status.source().firstSeenTime()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(status.manifest().commit()).isEqualTo(MANIFEST.hex());
    assertThat(status.manifest().image()).isEqualTo(IMAGE);
    assertThat(status.lastPush()).isNull();
    assertThat(statuses(status)).containsExactly("Ready=True", "RolledOut=Unknown");
  }

  @Test
  void aTipThatMovedForOtherReasonsChangesNothing() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);

    // When
    var after = project(before, OTHER, new Outcome.Kept(TAG), LATER);

    // Then
    assertThat(after).isEqualTo(before);
  }

  @Test
  void readyAfterAFailureNamesTheTipThatWasReadThen() {
    // Given
    var ready = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    var failed = project(ready, MANIFEST, stopped(Reason.HOST_UNREACHABLE), NOW);

    // When
    var after = project(failed, OTHER, new Outcome.Kept(TAG), LATER);

    // Then
    assertThat(after.manifest().commit()).isEqualTo(OTHER.hex());
    assertThat(condition(after, "Ready").lastTransitionTime()).isEqualTo("2026-02-03T04:06:06Z");
    assertThat(condition(after, "RolledOut").lastTransitionTime())
        .isEqualTo("2026-02-03T04:05:06Z");
  }

  @Test
  void aPushIsRememberedWithWhatItReplaced() {
    // Given
    var pushed =
        new PushResult.Pushed(MANIFEST, OTHER, List.of("ghcr.io/acme/web:old", "x/y"), NOW);

    // When
    var status = project(GitOpsBindingStatus.EMPTY, TIP, new Outcome.Pushed(TAG, pushed), NOW);

    // Then
    assertThat(status.lastPush())
        .isEqualTo(
            new GitOpsBindingStatus.LastPush(
                MANIFEST.hex(),
                "old",
                TAG,
                "2026-02-03T04:05:06Z",
                BINDING.file(),
                BINDING.selection()));
    assertThat(status.manifest().commit()).isEqualTo(OTHER.hex());
    assertThat(status.manifest().image()).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "HOST_UNREACHABLE,   False,   Reconciling",
    "MANIFEST_CHANGED,   False,   ''",
    "SUSPENDED,          Unknown, ''",
    "SOURCE_IS_MANIFEST, False,   Stalled",
  })
  void eachHandlingShowsAsKstatusWants(Reason reason, String ready, String abnormal) {
    // When
    var status = project(GitOpsBindingStatus.EMPTY, MANIFEST, stopped(reason), NOW);

    // Then
    assertThat(condition(status, "Ready").status()).isEqualTo(ready);
    assertThat(condition(status, "Ready").reason()).isEqualTo(reason.text());
    List<String> types = status.conditions().stream().map(BindingCondition::type).toList();
    assertThat(types)
        .isEqualTo(
            abnormal.isEmpty()
                ? List.of("Ready", "RolledOut")
                : List.of("Ready", abnormal, "RolledOut"));
  }

  @Test
  void whatWasReadElsewhereIsForgotten() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    Binding moved =
        Bindings.parse(
            Bindings.resource(
                """
                source: {url: "https://example.com/other", ref: {branch: main}}
                manifest: {url: "https://example.com/d", ref: {branch: main}, path: b.yaml}
                """));

    // When
    var observation =
        Observation.of(moved, before, Optional.empty(), found("ghcr.io/acme/web:" + TAG), NOW);
    var status = StatusProjector.project(observation, stopped(Reason.HOST_UNREACHABLE), NOW);

    // Then
    assertThat(status.source()).isNull();
    assertThat(status.manifest()).isNull();
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("DesiredTagUnknown");
  }

  @Test
  void aLatePushIsNotedForWhatItWasSentFor() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.InFlight(TAG), NOW);
    var push = new PushResult.Pushed(OTHER, OTHER, List.of("ghcr.io/acme/web:old"), LATER);

    // When
    var status = StatusProjector.withPush(before, BINDING, TAG, push);

    // Then
    assertThat(status.lastPush().commit()).isEqualTo(OTHER.hex());
    assertThat(status.lastPush().time()).isEqualTo("2026-02-03T04:06:06Z");
    assertThat(status.lastPush().file()).isEqualTo(BINDING.file());
    assertThat(status.conditions()).isEqualTo(before.conditions());
    assertThat(status.manifest()).isEqualTo(before.manifest());
  }

  @Test
  void aPushInFlightIsReconciling() {
    var status = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.InFlight(TAG), NOW);
    assertThat(statuses(status))
        .containsExactly("Ready=Unknown", "Reconciling=True", "RolledOut=Unknown");
  }

  @Test
  void aRequestStaysOpenUntilItWasDone() {
    // Given
    var resource = Bindings.resource("{}");
    resource.getMetadata().getAnnotations().put("gitopsbinding.dev/requestedAt", "now");
    Binding requested = Bindings.parse(resource);

    // When
    var failed = project(requested, stopped(Reason.TIMED_OUT));
    var done = project(requested, new Outcome.Kept(TAG));

    // Then
    assertThat(failed.lastHandledRequestedAt()).isNull();
    assertThat(done.lastHandledRequestedAt()).isEqualTo("now");
  }

  @Test
  void anUnreadableSpecIsStalled() {
    // When
    var status =
        StatusProjector.projectUnreadable(
            GitOpsBindingStatus.EMPTY,
            4,
            new Failure.Spec(Reason.INVALID_SPEC, "spec.x is missing."),
            NOW);

    // Then
    assertThat(status.observedGeneration()).isEqualTo(4);
    assertThat(statuses(status))
        .containsExactly("Ready=False", "Stalled=True", "RolledOut=Unknown");
  }

  @ParameterizedTest
  @CsvSource({
    // generation, observed, desired, total, updated, available, late, status, reason
    "2, 1, 1, 1, 1, 1, false, False, PROGRESSING",
    "2, 2, 2, 2, 1, 1, false, False, PROGRESSING",
    "2, 2, 2, 3, 2, 2, false, False, PROGRESSING",
    "2, 2, 2, 2, 2, 1, false, False, PROGRESSING",
    "2, 2, 2, 2, 1, 1, true,  False, PROGRESS_DEADLINE_EXCEEDED",
    "2, 1, 2, 2, 1, 1, true,  False, PROGRESSING",
    "2, 2, 2, 2, 2, 2, false, True,  COMPLETE",
    "2, 2, 0, 0, 0, 0, false, True,  COMPLETE",
  })
  void rolledOutAsKubectlRolloutStatusSays(
      long generation,
      long observed,
      int desired,
      int total,
      int updated,
      int available,
      boolean late,
      String status,
      Reason reason) {
    // Given
    var workload =
        new Workload.Found(
            List.of(new Workload.Container("web", IMAGE), new Workload.Container("log", "fluent")),
            List.of(),
            generation,
            observed,
            desired,
            total,
            updated,
            available,
            late);

    // When
    var verdict =
        new RolloutAssessment(BINDING, workload).assess(Optional.of(TAG), Written.YES, READY);

    // Then
    assertThat(verdict.status().text()).isEqualTo(status);
    assertThat(verdict.reason()).isEqualTo(reason);
  }

  @Test
  void anOldImageAwaitsItsApply() {
    // Given
    var workload = found("ghcr.io/acme/web:old");

    // When
    var rollout = new RolloutAssessment(BINDING, workload);

    // Then
    assertThat(rollout.runningImage()).contains("ghcr.io/acme/web:old");
    var verdict = rollout.assess(Optional.of(TAG), Written.YES, READY);
    assertThat(verdict.reason()).isEqualTo(Reason.AWAITING_APPLY);
    assertThat(verdict.message()).startsWith("Deployment web runs ghcr.io/acme/web:old, not tag 1");
  }

  @Test
  void anotherImageIsNotTaken() {
    var rollout = new RolloutAssessment(BINDING, found("ghcr.io/acme/web2:" + TAG));
    assertThat(rollout.runningImage()).isEmpty();
    assertThat(rollout.assess(Optional.of(TAG), Written.YES, READY).reason())
        .isEqualTo(Reason.AWAITING_APPLY);
  }

  private static Workload found(String image) {
    return new Workload.Found(
        List.of(new Workload.Container("web", image)), List.of(), 1, 1, 1, 1, 1, 1, false);
  }

  private static Outcome stopped(Reason reason) {
    return new Outcome.Stopped(reason, "because");
  }

  private static GitOpsBindingStatus project(Binding binding, Outcome outcome) {
    var observation =
        Observation.of(
            binding, GitOpsBindingStatus.EMPTY, Optional.empty(), new Workload.Missing(), NOW);
    return StatusProjector.project(observation, outcome, NOW);
  }

  private static GitOpsBindingStatus project(
      GitOpsBindingStatus before, CommitSha manifestTip, Outcome outcome, Instant now) {
    var observation =
        Observation.of(BINDING, before, Optional.empty(), new Workload.Missing(), now)
            .withSource(new Fact.Known<>(TIP, now))
            .withManifest(new Fact.Known<>(new ManifestSeen(manifestTip, List.of(IMAGE)), now));
    return StatusProjector.project(observation, outcome, now);
  }

  private static BindingCondition condition(GitOpsBindingStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> statuses(GitOpsBindingStatus status) {
    return status.conditions().stream()
        .map(condition -> condition.type() + "=" + condition.status())
        .toList();
  }
}
