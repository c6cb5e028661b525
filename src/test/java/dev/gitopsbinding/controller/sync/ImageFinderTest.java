package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Workload;
import dev.gitopsbinding.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageFinderTest {
  private static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-02-03T04:05:06Z"));
  private boolean there = true;
  private final ImageFinder finder =
      new ImageFinder((_, _) -> new Fact.Known<>(there, Instant.MIN), clock);

  @Test
  void anImageIsFoundOnceHoweverOftenItsPushIsTried() throws InterruptedException {
    // Given
    Instant first = clock.instant();
    assertThat(foundAt("1")).contains(first);

    // When
    clock.pass(Duration.ofHours(1));

    // Then
    assertThat(foundAt("1")).contains(first);
    assertThat(foundAt("2")).contains(first.plusSeconds(3600));

    // When
    clock.pass(Duration.ofHours(1));
    finder.forget(BINDING.id());

    // Then
    assertThat(foundAt("2")).contains(first.plusSeconds(7200));
  }

  @Test
  void aMissingImageIsNotFound() throws InterruptedException {
    there = false;
    assertThat(foundAt("1")).isEmpty();
  }

  private Optional<Instant> foundAt(String digit) throws InterruptedException {
    var observation =
        Observation.of(
                BINDING, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.MIN)
            .with(
                Questions.SOURCE_TIP,
                new Fact.Known<>(new CommitSha(digit.repeat(40)), Instant.MIN));
    Fact<Boolean> answer = finder.find(observation, TimeLimit.in(Duration.ofSeconds(1)));
    return observation.with(Questions.IMAGE, answer).imageFoundAt();
  }
}
