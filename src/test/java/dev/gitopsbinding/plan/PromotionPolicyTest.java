package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionPolicyTest {
  private static final CommitSha A = new CommitSha("a".repeat(40));
  private static final CommitSha B = new CommitSha("b".repeat(40));
  private static final CommitSha C = new CommitSha("c".repeat(40));
  private static final Instant START = Instant.parse("2026-02-03T04:00:00Z");
  private static final Duration SOAK = Duration.ofMinutes(30);

  private static final CommitSha NOTHING = null;

  /** Another tag format than that of the binding that is followed. */
  private static final Binding FOLLOWER =
      Bindings.parse(
          Bindings.resource(
              "{image: {name: ghcr.io/acme/web, tag: {length: 12, prefix: p-}}, source: {binding:"
                  + " {name: staging}}}"));

  @Test
  void nothingIsOfferedBeforeTheFirstRollout() {
    assertThat(decide(NOTHING, 0)).isEqualTo(new Promotion.Pending(null));
  }

  @Test
  void aSoakTimeEndsToTheSecond() {
    // Given
    RolledOutCommit first = rollout(A, 0, null);

    // When, then
    assertThat(decide(NOTHING, 29, first))
        .isEqualTo(
            new Promotion.Pending(new Promotion.Soak(A, START, at(30), Duration.ofMinutes(1))));
    assertThat(decide(NOTHING, 30, first))
        .isEqualTo(new Promotion.Offer(List.of(A), 0, null, null));
  }

  @Test
  void aNewerCommitStartsTheClockAgain() {
    assertThat(decide(NOTHING, 40, rollout(B, 20, null), rollout(A, 0, 20)))
        .isEqualTo(
            new Promotion.Pending(new Promotion.Soak(B, at(20), at(50), Duration.ofMinutes(10))));
  }

  @Test
  void anOlderCommitThatHadItsTimeIsOfferedWhileTheNewerOneSoaks() {
    assertThat(decide(NOTHING, 40, rollout(B, 35, null), rollout(A, 0, 35)))
        .isEqualTo(
            new Promotion.Offer(
                List.of(B, A),
                1,
                new Promotion.Soak(B, at(35), at(65), Duration.ofMinutes(25)),
                null));
  }

  @Test
  void nothingOlderThanWhatIsDeployedIsOffered() {
    // Given: C runs here, and was interrupted there since
    RolledOutCommit[] rollouts = {rollout(C, 60, 61), rollout(B, 0, 60)};

    // When, then
    assertThat(decide(C, 70, rollouts))
        .isEqualTo(new Promotion.Offer(List.of(C, B), 0, null, null));
    assertThat(decide(NOTHING, 70, rollouts))
        .isEqualTo(new Promotion.Offer(List.of(C, B), 1, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "p-cccccccccccc, , ",
    "ccccccc, , ",
    "release-7, cccccccccccccccccccccccccccccccccccccccc, ",
    "cccccccccccc, , another selection"
  })
  void whatIsDeployedIsKnownInAnyForm(String tag, String commit, String selection) {
    // Given: C was promoted here by another spec, and was interrupted there since
    GitOpsBindingStatus own =
        landed(tag, selection == null ? FOLLOWER.selection() : selection)
            .withHistory(commit == null ? List.of() : List.of(deployed(tag, commit)));

    // When, then
    assertThat(decide(own, 70, rollout(C, 60, 61), rollout(B, 0, 60)))
        .isEqualTo(new Promotion.Offer(List.of(C, B), 0, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "ccccccc0, ",
    "release, ",
    "cccccc, ",
    "ccccccc, 0000000000000000000000000000000000000000"
  })
  void aTagOfAnotherCommitIsNoneOfThese(String tag, String commit) {
    GitOpsBindingStatus own =
        landed(tag, FOLLOWER.selection())
            .withHistory(commit == null ? List.of() : List.of(deployed(tag, commit)));

    assertThat(decide(own, 70, rollout(C, 60, 61), rollout(B, 0, 60)))
        .isEqualTo(new Promotion.Offer(List.of(C, B), 1, null, null));
  }

  @Test
  void aRolloutThatEndedTooEarlyIsNeverOffered() {
    assertThat(decide(NOTHING, 100, rollout(A, 0, 29))).isEqualTo(new Promotion.Pending(null));
  }

  @Test
  void whatCannotBeReadIsIgnored() {
    assertThat(
            decide(
                NOTHING,
                40,
                new RolledOutCommit("main", "main", START.toString(), null),
                new RolledOutCommit(B.hex(), B.hex(), "yesterday", null),
                rollout(A, 0, null)))
        .isEqualTo(new Promotion.Offer(List.of(A), 0, null, null));
  }

  @Test
  void whatNobodyHasLookedAtSinceTheStartHasNotSoaked() {
    // When, then
    assertThat(decide(NOTHING, false, 40, rollout(A, 0, null)))
        .isEqualTo(new Promotion.Pending(null));
    assertThat(decide(NOTHING, false, 70, rollout(B, 35, null), rollout(A, 0, 35)))
        .as("an older one that had its time")
        .isEqualTo(new Promotion.Offer(List.of(B, A), 1, null, null));
    assertThat(decide(B, false, 70, rollout(B, 35, null), rollout(A, 0, 35)))
        .as("what is deployed")
        .isEqualTo(new Promotion.Offer(List.of(B, A), 0, null, null));
  }

  private static Promotion decide(CommitSha landed, int minute, RolledOutCommit... rollouts) {
    return decide(landed, true, minute, rollouts);
  }

  private static Promotion decide(
      CommitSha landed, boolean watched, int minute, RolledOutCommit... rollouts) {
    return decide(
        landed == null
            ? GitOpsBindingStatus.EMPTY
            : landed(FOLLOWER.image().tagFormat().tagOf(landed), FOLLOWER.selection()),
        watched,
        minute,
        rollouts);
  }

  private static Promotion decide(
      GitOpsBindingStatus own, int minute, RolledOutCommit... rollouts) {
    return decide(own, true, minute, rollouts);
  }

  private static GitOpsBindingStatus landed(String tag, String selection) {
    return new GitOpsBindingStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new LandedTag(tag, FOLLOWER.file(), selection),
        null,
        List.of());
  }

  private static DeployedTag deployed(String tag, String commit) {
    return new DeployedTag(
        tag, commit, null, null, null, START.toString(), null, null, null, null, "Pushed");
  }

  private static Promotion decide(
      GitOpsBindingStatus own, boolean watched, int minute, RolledOutCommit... rollouts) {
    return PromotionPolicy.decide(
        Observation.of(FOLLOWER, own, null, new Workload.Missing(), Instant.EPOCH),
        GitOpsBindingStatus.EMPTY.withRollouts(List.of(rollouts)),
        watched,
        SOAK,
        null,
        at(minute));
  }

  private static RolledOutCommit rollout(CommitSha commit, int since, Integer until) {
    return new RolledOutCommit(
        commit.hex(),
        commit.hex(),
        at(since).toString(),
        until == null ? null : at(until).toString());
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
