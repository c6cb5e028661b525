package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A soak time ends by a timer of its own; nobody looks for its end. */
class SoakScheduleTest {
  private static final Instant NOW = ScheduleFixture.NOW;
  private static final CommitSha COMMIT = new CommitSha("1".repeat(40));
  private static final Outcome SOAKING = new Outcome.Waiting(Reason.SOAKING, "commit", "it soaks.");

  @Test
  void theTimerFiresWhenTheSoakTimeIsOverAndNotBefore() {
    // Given
    Observation observation = observation(new Promotion.Pending(soak(Duration.ofSeconds(95))));

    // When: the sync that read it took five seconds
    Duration delay = next(observation, NOW.plusSeconds(5));

    // Then
    assertThat(delay).hasSeconds(90);
  }

  @Test
  void aLongSoakTimeLeavesTheIntervalAsItIs() {
    assertThat(next(observation(new Promotion.Pending(soak(Duration.ofHours(1)))), NOW))
        .hasMinutes(2);
    assertThat(next(observation(new Promotion.Pending(null)), NOW)).hasMinutes(2);
  }

  @Test
  void aNewerCommitIsPromotedInTimeWhileAnOlderOneIsDeployed() {
    // Given
    var offer =
        new Promotion.Offer(
            List.of(new CommitSha("2".repeat(40)), COMMIT), 1, soak(Duration.ofSeconds(7)), null);

    // When, then
    assertThat(next(observation(offer), NOW)).hasSeconds(7);
    assertThat(next(observation(offer), NOW.plusSeconds(8))).isEqualTo(Duration.ZERO);
  }

  private static Duration next(Observation observation, Instant ended) {
    Schedule schedule = new Schedule(new SteppedClock(ended), () -> 0.0);
    return ScheduleFixture.next(schedule, observation, SOAKING, Duration.ofDays(1));
  }

  private static Promotion.Soak soak(Duration left) {
    return new Promotion.Soak(COMMIT, NOW, NOW.plus(left), left);
  }

  private static Observation observation(Promotion promotion) {
    var binding = Bindings.parse(Bindings.resource("{source: {binding: {name: staging}}}"));
    return Observation.of(
            binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.EPOCH)
        .with(Questions.PROMOTION, new Fact.Known<>(promotion, NOW));
  }
}
