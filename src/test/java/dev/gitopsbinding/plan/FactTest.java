package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactTest {
  private static final Instant NOW = Instant.ofEpochSecond(1);
  private static final Failure LATE = new Failure.Remote(Reason.TIMED_OUT, "It took too long.");

  @Test
  void anAnswerIsMadeKnownAndAFailureIsTold() {
    assertThat(Fact.of(Result.ok(1), number -> new Fact.Known<>("tip" + number, NOW)))
        .isEqualTo(new Fact.Known<>("tip1", NOW));
    assertThat(Fact.of(Result.<Integer>failed(LATE), number -> new Fact.Known<>(number, NOW)))
        .isEqualTo(new Fact.Unavailable<>(LATE));
  }

  @Test
  void onlyWhatIsKnownHasAValueAndATime() {
    assertThat(new Fact.Known<>("tip", NOW).known()).contains("tip");
    assertThat(new Fact.Known<>("tip", NOW).readAt()).contains(NOW);
    assertThat(new Fact.Unavailable<>(LATE).known()).isEmpty();
    assertThat(new Fact.Unavailable<>(LATE).readAt()).isEmpty();
    assertThat(Fact.notAsked().known()).isEmpty();
    assertThat(Fact.notAsked().readAt()).isEmpty();
  }

  @Test
  void aFailureStopsASyncForItsReason() {
    assertThat(Outcome.Stopped.because(LATE))
        .isEqualTo(new Outcome.Stopped(Reason.TIMED_OUT, "It took too long."));
  }
}
