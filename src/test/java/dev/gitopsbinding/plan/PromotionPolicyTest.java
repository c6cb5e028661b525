package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.LandedTag;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionPolicyTest {
  private static final CommitSha A = new CommitSha("a".repeat(40));
  private static final CommitSha B = new CommitSha("b".repeat(40));
  private static final CommitSha C = new CommitSha("c".repeat(40));
  private static final Instant START = Instant.parse("2026-02-03T04:00:00Z");
  private static final Duration SOAK = Duration.ofMinutes(30);

  /** Another tag format than that of the binding that is followed. */
  private static final Binding FOLLOWER =
      Bindings.parse(
          Bindings.resource(
              "{image: {name: ghcr.io/acme/web, tag: {length: 12, prefix: p-}}, source: {binding: {name: staging}}}"));

  @Test
  void nothingIsOfferedBeforeTheFirstRollout() {
    assertThat(decide(null, 0)).isEqualTo(new Promotion.Pending(null));
  }

  @Test
  void aSoakTimeEndsToTheSecond() {
    // Given
    RolledOutCommit first = rollout(A, 0, null);

    // When, then
    assertThat(decide(null, 29, first))
        .isEqualTo(
            new Promotion.Pending(new Promotion.Soak(A, START, at(30), Duration.ofMinutes(1))));
    assertThat(decide(null, 30, first)).isEqualTo(new Promotion.Offer(List.of(A), 0, null, null));
  }

  @Test
  void aNewerCommitStartsTheClockAgain() {
    assertThat(decide(null, 40, rollout(B, 20, null), rollout(A, 0, 20)))
        .isEqualTo(
            new Promotion.Pending(new Promotion.Soak(B, at(20), at(50), Duration.ofMinutes(10))));
  }

  @Test
  void anOlderCommitThatHadItsTimeIsOfferedWhileTheNewerOneSoaks() {
    assertThat(decide(null, 40, rollout(B, 35, null), rollout(A, 0, 35)))
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
    assertThat(decide(null, 70, rollouts))
        .isEqualTo(new Promotion.Offer(List.of(C, B), 1, null, null));
  }

  @Test
  void aRolloutThatEndedTooEarlyIsNeverOffered() {
    assertThat(decide(null, 100, rollout(A, 0, 29))).isEqualTo(new Promotion.Pending(null));
  }

  @Test
  void whatCannotBeReadIsIgnored() {
    assertThat(
            decide(
                null,
                40,
                new RolledOutCommit("main", "main", START.toString(), null),
                new RolledOutCommit(B.hex(), B.hex(), "yesterday", null),
                rollout(A, 0, null)))
        .isEqualTo(new Promotion.Offer(List.of(A), 0, null, null));
  }

  @Test
  void whatNobodyHasLookedAtSinceTheStartHasNotSoaked() {
    // When, then
    assertThat(decide(null, false, 40, rollout(A, 0, null))).isEqualTo(new Promotion.Pending(null));
    assertThat(decide(null, false, 70, rollout(B, 35, null), rollout(A, 0, 35)))
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
    GitOpsBindingStatus own = GitOpsBindingStatus.EMPTY;
    if (landed != null) {
      String tag = FOLLOWER.image().tagFormat().tagOf(landed);
      own =
          new GitOpsBindingStatus(
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              new LandedTag(tag, FOLLOWER.file(), FOLLOWER.selection()),
              null,
              List.of());
    }
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
