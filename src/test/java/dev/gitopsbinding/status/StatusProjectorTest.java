package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.OwnCommit;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rollout;
import dev.gitopsbinding.plan.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusProjectorTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final CommitSha TIP = new CommitSha("1".repeat(40));
  private static final CommitSha MANIFEST = new CommitSha("9".repeat(40));
  private static final CommitSha OTHER = new CommitSha("8".repeat(40));
  private static final String TAG = TIP.hex();
  private static final String IMAGE = "ghcr.io/acme/web:" + TAG;
  private static final ConditionDraft READY =
      new ConditionDraft(ConditionType.READY, ConditionStatus.TRUE, Reason.UP_TO_DATE, "");
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
        new PushResult.Pushed(
            MANIFEST, OTHER, List.of("ghcr.io/acme/web:old", "ghcr.io/acme/web"), NOW);

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
    "MANIFEST_CHANGED,   False,   Stalled",
    "CONFLICTING_BINDING, False,  Stalled",
    "SUSPENDED,          Unknown, Suspended",
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
    var observation = Observation.of(moved, before, null, found("ghcr.io/acme/web:" + TAG), NOW);
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
  void aRequestIsHandledByTheAttemptAndPendsUntilItWasDone() {
    // Given
    var resource = Bindings.resource("{}");
    resource.getMetadata().getAnnotations().put("gitopsbinding.dev/requestedAt", "now");
    Binding requested = Bindings.parse(resource);

    // When
    var failed = project(requested, stopped(Reason.TIMED_OUT));
    var again = project(requested, failed, stopped(Reason.TIMED_OUT));
    var done = project(requested, failed, new Outcome.Kept(TAG));
    var failedLater = project(requested, done, stopped(Reason.TIMED_OUT));

    // Then
    assertThat(failed.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(failed.pendingRequestedAt()).isEqualTo("now");
    assertThat(requested.requestIsOpen(failed)).isTrue();
    assertThat(again).isEqualTo(failed);
    assertThat(done.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(done.pendingRequestedAt()).isNull();
    assertThat(requested.requestIsOpen(done)).isFalse();
    assertThat(requested.requestIsOpen(failedLater)).isFalse();
  }

  @Test
  void aSuspendedBindingAttemptsNoRequest() {
    var resource = Bindings.resource("{suspend: true}");
    resource.getMetadata().getAnnotations().put("gitopsbinding.dev/requestedAt", "now");
    var status = project(Bindings.parse(resource), stopped(Reason.SUSPENDED));
    assertThat(status.lastHandledRequestedAt()).isNull();
  }

  @Test
  void aSuspendedBindingKeepsItsLastReady() {
    // Given
    var ready = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    var held = project(ready, MANIFEST, stopped(Reason.MANIFEST_CHANGED), NOW);
    var failed = project(ready, MANIFEST, stopped(Reason.TIMED_OUT), NOW);
    var inFlight = project(ready, MANIFEST, new Outcome.InFlight(TAG), NOW);

    // Then
    assertThat(statuses(suspended(ready)))
        .containsExactly("Ready=True", "Suspended=True", "RolledOut=Unknown");
    assertThat(condition(suspended(ready), "Ready")).isEqualTo(condition(ready, "Ready"));
    assertThat(statuses(suspended(held)))
        .containsExactly("Ready=False", "Stalled=True", "Suspended=True", "RolledOut=Unknown");
    assertThat(statuses(suspended(failed)))
        .containsExactly("Ready=False", "Suspended=True", "RolledOut=Unknown");
    assertThat(condition(suspended(inFlight), "Ready").reason()).isEqualTo("Suspended");
    assertThat(suspended(suspended(held))).isEqualTo(suspended(held));
    var resumed = project(suspended(ready), MANIFEST, new Outcome.Kept(TAG), LATER);
    assertThat(statuses(resumed)).containsExactly("Ready=True", "RolledOut=Unknown");
    assertThat(condition(resumed, "Ready").lastTransitionTime())
        .isEqualTo(condition(ready, "Ready").lastTransitionTime());
  }

  private static GitOpsBindingStatus suspended(GitOpsBindingStatus before) {
    return project(before, MANIFEST, stopped(Reason.SUSPENDED), LATER);
  }

  @Test
  void aTagThatLandedIsRememberedThroughHoldsAndFaults() {
    // Given
    var landed = new GitOpsBindingStatus.LandedTag(TAG, BINDING.file(), BINDING.selection());
    var kept = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);

    // When
    var held = project(kept, OTHER, stopped(Reason.MANIFEST_CHANGED), NOW);
    var failed = project(held, OTHER, stopped(Reason.TIMED_OUT), NOW);

    // Then
    assertThat(List.of(kept.landed(), held.landed(), failed.landed())).containsOnly(landed);
    assertThat(project(GitOpsBindingStatus.EMPTY, OTHER, stopped(Reason.TIMED_OUT), NOW).landed())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPushWhoseStatusWasLostIsTakenOverFromTheBranch(boolean reverted) {
    // Given
    var old = new PushResult.Pushed(OTHER, OTHER, List.of("ghcr.io/acme/web:old"), NOW);
    var before = StatusProjector.withPush(GitOpsBindingStatus.EMPTY, BINDING, "0".repeat(40), old);
    var own = new OwnCommit(MANIFEST, NOW, List.of(IMAGE), List.of("ghcr.io/acme/web:before"));
    var observation =
        Observation.of(BINDING, before, null, new Workload.Missing(), NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE)), NOW))
            .with(Questions.OWN_COMMIT, new Fact.Known<>(Optional.of(own), NOW));

    // When
    var outcome = reverted ? stopped(Reason.MANIFEST_CHANGED) : new Outcome.Kept(TAG);
    var status = StatusProjector.project(observation, outcome, LATER);

    // Then
    assertThat(status.lastPush().commit()).isEqualTo(MANIFEST.hex());
    assertThat(status.lastPush().fromTag()).isEqualTo("before");
    assertThat(status.lastPush().toTag()).isEqualTo(TAG);
    assertThat(status.lastPush().time()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(EventProjector.between(before, status))
        .extracting(EventProjector.BindingEvent::reason)
        .contains("Pushed");
  }

  @Test
  void aCommitThatLeftTheBranchIsNamedNoMore() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    var seen = new ManifestSeen(OTHER, List.of(IMAGE), true);
    var observation =
        Observation.of(BINDING, before, null, new Workload.Missing(), NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
            .with(Questions.MANIFEST, new Fact.Known<>(seen, NOW));

    // When
    var after = StatusProjector.project(observation, new Outcome.Kept(TAG), LATER);

    // Then
    assertThat(after.manifest().commit()).isEqualTo(OTHER.hex());
    assertThat(after.conditions()).isEqualTo(before.conditions());
  }

  @Test
  void theImageHasTheFormOfTheFile() {
    // Given
    var pushed =
        new PushResult.Pushed(
            MANIFEST, OTHER, List.of("web:5000/acme/web", "docker.io/acme/web:old"), NOW);

    // When
    var status = project(GitOpsBindingStatus.EMPTY, TIP, new Outcome.Pushed(TAG, pushed), NOW);

    // Then
    assertThat(status.manifest().image())
        .isEqualTo("web:5000/acme/web:" + TAG + ", docker.io/acme/web:" + TAG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HEAD", "0123"})
  void aStoredSourceThatIsNoCommitIsForgotten(String stored) {
    // Given
    var source =
        new GitOpsBindingStatus.SourceStatus(
            "main", stored, "then", BINDING.source().branch().url().toString());
    var before =
        new GitOpsBindingStatus(null, null, null, source, null, null, null, null, null, List.of());

    // When
    var observation = Observation.of(BINDING, before, null, new Workload.Missing(), NOW);
    var status = StatusProjector.project(observation, stopped(Reason.TIMED_OUT), NOW);

    // Then
    assertThat(status.source()).isNull();
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("TargetNotFound");
  }

  @Test
  void anUnreadableSpecIsStalled() {
    // When
    var status =
        StatusProjector.projectUnreadable(
            GitOpsBindingStatus.EMPTY,
            4,
            "now",
            new Failure.Spec(Reason.INVALID_SPEC, "spec.x is missing."),
            NOW);

    // Then
    assertThat(status.observedGeneration()).isEqualTo(4);
    assertThat(status.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(statuses(status))
        .containsExactly("Ready=False", "Stalled=True", "RolledOut=Unknown");
  }

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
    var verdict = new RolloutAssessment(BINDING, workload).assess(TAG, Written.YES, READY);

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
    var rollout = new RolloutAssessment(BINDING, workload);

    // Then
    assertThat(rollout.runningImage()).contains("ghcr.io/acme/web:old");
    var verdict = rollout.assess(TAG, Written.YES, READY);
    assertThat(verdict.reason()).isEqualTo(Reason.AWAITING_APPLY);
    assertThat(verdict.message()).startsWith("Deployment web runs ghcr.io/acme/web:old, not tag 1");
  }

  @Test
  void anotherImageIsNotTaken() {
    var rollout = new RolloutAssessment(BINDING, found("ghcr.io/acme/web2:" + TAG));
    assertThat(rollout.runningImage()).isEmpty();
    assertThat(rollout.assess(TAG, Written.YES, READY).reason()).isEqualTo(Reason.AWAITING_APPLY);
  }

  private static Workload found(String image) {
    return new Workload.Found(
        List.of(new Workload.Container("web", image)), List.of(), new Rollout.Complete());
  }

  private static Outcome stopped(Reason reason) {
    return new Outcome.Stopped(reason, "because");
  }

  private static GitOpsBindingStatus project(Binding binding, Outcome outcome) {
    return project(binding, GitOpsBindingStatus.EMPTY, outcome);
  }

  private static GitOpsBindingStatus project(
      Binding binding, GitOpsBindingStatus before, Outcome outcome) {
    var observation = Observation.of(binding, before, null, new Workload.Missing(), NOW);
    return StatusProjector.project(observation, outcome, NOW);
  }

  private static GitOpsBindingStatus project(
      GitOpsBindingStatus before, CommitSha manifestTip, Outcome outcome, Instant now) {
    var observation =
        Observation.of(BINDING, before, null, new Workload.Missing(), now)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, now))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(manifestTip, List.of(IMAGE)), now));
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
