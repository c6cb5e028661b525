package dev.gitopsbinding.controller.sync.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageFinderTest {
  private static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-02-03T04:05:06Z"));
  private ImageSeen seen = ImageSeen.FOUND;
  private final ImageFinder finder =
      new ImageFinder((_, _) -> new Fact.Known<>(seen, Instant.MIN), clock);

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
    seen = ImageSeen.MISSING;
    assertThat(foundAt("1")).isEmpty();
  }

  @Test
  void theDigestIsTheOneThatTheRegistryHasNow() throws InterruptedException {
    // Given
    Instant first = clock.instant();
    assertThat(foundAt("1")).contains(first);

    // When
    clock.pass(Duration.ofHours(1));
    seen = ImageSeen.of("sha256:" + "a".repeat(64));

    // Then
    assertThat(find("1")).isEqualTo(new Fact.Known<>(seen, first));
  }

  private Optional<Instant> foundAt(String digit) throws InterruptedException {
    return observation(digit).with(Questions.IMAGE, find(digit)).imageFoundAt();
  }

  private Fact<ImageSeen> find(String digit) throws InterruptedException {
    return finder.find(observation(digit), TimeLimit.in(Duration.ofSeconds(1)));
  }

  private static Observation observation(String digit) {
    return Observation.of(
            BINDING, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.MIN)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(digit.repeat(40)), Instant.MIN));
  }
}
