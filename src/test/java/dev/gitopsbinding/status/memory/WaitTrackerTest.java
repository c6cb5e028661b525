package dev.gitopsbinding.status.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.status.StatusProjector;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTrackerTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final Instant LATER = Instant.parse("2026-02-03T04:05:36Z");
  private static final Fact<CommitSha> SOURCE =
      new Fact.Known<>(new CommitSha("1".repeat(40)), NOW);
  private static final String IMAGE = "ghcr.io/acme/web:" + "1".repeat(40);
  private static final Outcome MISSING =
      new Outcome.Waiting(
          Reason.IMAGE_NOT_FOUND, IMAGE, "registry ghcr.io has no such tag of acme/web.");
  private static final AwaitedSubject AWAITED = image(IMAGE, "2026-02-03T04:05:06Z");

  @Test
  void theMessageTellsSinceWhen() {
    var status = StatusProjector.project(observe(GitOpsBindingStatus.EMPTY), MISSING, NOW);
    assertThat(status.awaiting()).isEqualTo(AWAITED);
    assertThat(status.conditions())
        .extracting(BindingCondition::type)
        .containsExactlyInAnyOrder("Ready", "Reconciling", "RolledOut");
    assertThat(status.conditions().getFirst().reason()).isEqualTo("ImageNotFound");
    assertThat(status.conditions().getFirst().message())
        .isEqualTo(
            "Waiting since 2026-02-03T04:05:06Z: registry ghcr.io has no such tag of acme/web.");
    assertThat(StatusProjector.project(observe(status), MISSING, LATER)).isEqualTo(status);
  }

  @Test
  void anotherImageHasAWaitOfItsOwn() {
    var other =
        new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "ghcr.io/acme/web:other", "it is missing.");
    assertThat(WaitTracker.next(waiting(), other, LATER))
        .contains(image("ghcr.io/acme/web:other", "2026-02-03T04:05:36Z"));
  }

  @Test
  void aWaitForSomethingElseThanAnImageKeepsItsStartToo() {
    var awaited = image("pull request 7", "2026-02-03T04:05:06Z");
    var status = status(awaited);
    var open = new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "pull request 7", "it is open.");
    assertThat(WaitTracker.next(observe(status), open, LATER)).contains(awaited);
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTRY_UNAVAILABLE,true",
    "HOST_UNREACHABLE,true",
    "SUSPENDED,false",
    "MANIFEST_CHANGED,false",
    "HOST_NOT_ALLOWED,false"
  })
  void aWaitGoesOnThroughFaultsAndEndsWhereABindingIsHeld(Reason reason, boolean goesOn) {
    var stopped = new Outcome.Stopped(reason, "");
    assertThat(WaitTracker.next(waiting(), stopped, LATER).isPresent()).isEqualTo(goesOn);
  }

  @Test
  void aWaitEndsWithItsTagAndItsImage() {
    var stopped = new Outcome.Stopped(Reason.PUSH_DECLINED, "");
    assertThat(WaitTracker.next(waiting(), new Outcome.Kept("1".repeat(40)), LATER)).isEmpty();
    assertThat(WaitTracker.next(looked(waiting(), true), stopped, LATER)).isEmpty();
    assertThat(WaitTracker.next(looked(waiting(), false), stopped, LATER)).contains(AWAITED);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}',true",
    "'{image: {name: ghcr.io/acme/other}}',false",
    "'{image: {name: ghcr.io/acme/web, check: {mode: Skip}}}',false"
  })
  void aWaitIsForOneImageThatHasToBeThere(String spec, boolean goesOn) {
    var stopped = new Outcome.Stopped(Reason.HOST_UNREACHABLE, "");
    Binding binding = Bindings.parse(Bindings.resource(spec));
    Observation unknownTip = observe(binding, status(AWAITED));
    assertThat(WaitTracker.next(unknownTip, stopped, LATER).isPresent()).isEqualTo(goesOn);
    assertThat(
            WaitTracker.next(unknownTip.with(Questions.SOURCE_TIP, SOURCE), stopped, LATER)
                .isPresent())
        .isEqualTo(goesOn);
  }

  @Test
  void anImageBecomesOverdueOnceAndOneEventSaysSo() {
    // Given
    Instant late = Instant.parse("2026-02-03T04:20:06Z");
    var waiting = StatusProjector.project(observe(GitOpsBindingStatus.EMPTY), MISSING, NOW);

    // When
    var early = StatusProjector.project(observe(waiting), MISSING, late.minusSeconds(1));
    var overdue = StatusProjector.project(observe(waiting), MISSING, late);
    var failing =
        StatusProjector.project(
            observe(overdue), new Outcome.Stopped(Reason.HOST_UNREACHABLE, ""), late);
    var clockSetBack = StatusProjector.project(observe(failing), MISSING, NOW);

    // Then
    assertThat(early).isEqualTo(waiting);
    assertThat(overdue.awaiting()).isEqualTo(image(IMAGE, AWAITED.since()).late());
    assertThat(EventProjector.between(waiting, overdue))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.warning()).isTrue();
              assertThat(event.reason()).isEqualTo("ImageNotFound");
              assertThat(event.note()).contains(AWAITED.since(), "ghcr.io", "acme/web");
            });
    assertThat(EventProjector.between(overdue, failing))
        .extracting(EventProjector.BindingEvent::reason)
        .containsExactly("HostUnreachable");
    assertThat(clockSetBack.awaiting()).isEqualTo(overdue.awaiting());
    assertThat(EventProjector.between(failing, clockSetBack)).isEmpty();
  }

  @Test
  void eachImageBecomesOverdueByItself() {
    var overdue = status(image(IMAGE, AWAITED.since()).late());
    var other =
        new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "ghcr.io/acme/web:other", "it is missing.");
    assertThat(WaitTracker.next(observe(overdue), other, LATER))
        .contains(image("ghcr.io/acme/web:other", "2026-02-03T04:05:36Z"));
  }

  @Test
  void itsLengthIsToldWhenTheImageIsFound() {
    assertThat(WaitTracker.finished(looked(waiting(), true), LATER))
        .contains(Duration.ofSeconds(30));
    assertThat(WaitTracker.finished(looked(waiting(), false), LATER)).isEmpty();
    assertThat(WaitTracker.finished(waiting(), LATER)).isEmpty();
    assertThat(WaitTracker.finished(looked(observe(GitOpsBindingStatus.EMPTY), true), LATER))
        .isEmpty();
  }

  @Test
  void itsLengthSoFarIsZeroWithoutOne() {
    assertThat(WaitTracker.elapsed(status(AWAITED), LATER)).hasSeconds(30);
    assertThat(WaitTracker.elapsed(status(image(IMAGE, "soon")), LATER)).isZero();
    assertThat(WaitTracker.elapsed(GitOpsBindingStatus.EMPTY, LATER)).isZero();
  }

  private static Observation waiting() {
    return observe(status(AWAITED));
  }

  private static Observation looked(Observation observation, boolean exists) {
    return observation.with(Questions.IMAGE, new Fact.Known<>(new ImageSeen(exists, null), NOW));
  }

  private static Observation observe(GitOpsBindingStatus before) {
    return observe(Bindings.parse(Bindings.resource("{}")), before)
        .with(Questions.SOURCE_TIP, SOURCE);
  }

  private static Observation observe(Binding binding, GitOpsBindingStatus before) {
    return Observation.of(binding, before, null, new Workload.Missing(), NOW);
  }

  @Test
  void aWaitThatAnOlderOperatorWroteGoesOn() {
    var old = new AwaitedSubject(IMAGE, AWAITED.since(), null, null, null);
    assertThat(WaitTracker.next(observe(status(old)), MISSING, LATER)).contains(AWAITED);
    var failed = new Outcome.Stopped(Reason.HOST_UNREACHABLE, "");
    assertThat(WaitTracker.next(observe(status(old)), failed, LATER)).contains(old);
  }

  @Test
  void aWaitForChecksNamesNoImageAndEndsWithItsCommit() {
    // Given
    Binding binding =
        Bindings.parse(
            Bindings.resource(
                "{source: {url: 'https://git.test/a/b', ref: {branch: main}, checks: {provider: Gitea}}}"));
    CommitSha tip = new CommitSha("1".repeat(40));
    String subject = RequiredChecks.subject(tip);
    var waits = new Outcome.Waiting(Reason.CHECKS_PENDING, subject, "build runs.");

    // When
    AwaitedSubject wait =
        WaitTracker.next(observe(binding, GitOpsBindingStatus.EMPTY), waits, NOW).orElseThrow();

    // Then
    assertThat(wait.image()).isNull();
    assertThat(wait.reason()).isEqualTo("ChecksPending");
    assertThat(wait.awaited()).isEqualTo(subject).contains(tip.hex());
    var unavailable = new Outcome.Stopped(Reason.FORGE_UNAVAILABLE, "");
    Observation unknown = observe(binding, status(wait));
    assertThat(WaitTracker.next(unknown, unavailable, LATER)).contains(wait);
    assertThat(WaitTracker.next(unknown, waits, LATER)).contains(wait);
    Observation same = unknown.with(Questions.SOURCE_TIP, new Fact.Known<>(tip, NOW));
    assertThat(WaitTracker.next(same, unavailable, LATER)).contains(wait);
    assertThat(
            WaitTracker.finished(
                same.with(Questions.IMAGE, new Fact.Known<>(ImageSeen.FOUND, NOW)), LATER))
        .isEmpty();
    var passed = new Fact.Known<CheckState>(new CheckState.Passed(), NOW);
    assertThat(WaitTracker.next(same.with(Questions.CHECKS, passed), unavailable, LATER)).isEmpty();
    var other = new Fact.Known<>(new CommitSha("2".repeat(40)), NOW);
    assertThat(WaitTracker.next(unknown.with(Questions.SOURCE_TIP, other), unavailable, LATER))
        .isEmpty();
    assertThat(WaitTracker.next(unknown, new Outcome.Stopped(Reason.CHECKS_FAILED, ""), LATER))
        .isEmpty();
    assertThat(WaitTracker.next(observe(status(wait)), unavailable, LATER)).isEmpty();
  }

  private static AwaitedSubject image(String image, String since) {
    return new AwaitedSubject(image, since, null, "ImageNotFound", image);
  }

  private static GitOpsBindingStatus status(AwaitedSubject awaited) {
    GitOpsBindingStatus none = GitOpsBindingStatus.EMPTY;
    return new GitOpsBindingStatus(
        none.observedGeneration(),
        none.lastHandledRequestedAt(),
        none.pendingRequestedAt(),
        none.source(),
        none.manifest(),
        none.running(),
        none.lastPush(),
        none.landed(),
        awaited,
        none.conditions());
  }
}
