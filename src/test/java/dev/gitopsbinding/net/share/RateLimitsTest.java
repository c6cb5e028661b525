package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.share.RateLimits.Asker;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {
  private static final Asker ADA = new Asker("git.example.com", "shop ada");
  private static final Asker BOB = new Asker("git.example.com", "shop bob");
  private static final Asker ELSEWHERE = new Asker("hub.example.com", "shop ada");

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T19:19:05.25Z"));
  private final RateLimits limits = new RateLimits(clock);

  @Test
  void oneRepositoryIsLimitedByItself() {
    limits.note(ADA, "web", 429, "60");
    assertThat(limits.limit(ADA, "web")).isPresent();
    assertThat(limits.limit(ADA, "api")).isEmpty();
    assertThat(limits.limit(BOB, "web")).isEmpty();
    assertThat(limits.limit(ELSEWHERE, "web")).isEmpty();
  }

  @Test
  void aSecondRepositoryWithinTheLimitMakesItThatOfTheLogin() {
    limits.note(ADA, "web", 429, "60");
    limits.note(ADA, "api", 429, "30");
    assertThat(limits.limit(ADA, "job")).isPresent();
    assertThat(limits.limit(BOB, "job")).isEmpty();
    clock.pass(Duration.ofSeconds(30));
    assertThat(limits.limit(ADA, "job")).isEmpty();
    assertThat(limits.limit(ADA, "web")).as("until its own is over").isPresent();
  }

  @Test
  void aSecondRepositoryAfterTheLimitIsLimitedByItself() {
    limits.note(ADA, "web", 429, "60");
    clock.pass(Duration.ofSeconds(60));
    limits.note(ADA, "api", 429, "60");
    assertThat(limits.limit(ADA, "web")).isEmpty();
    assertThat(limits.limit(ADA, "job")).isEmpty();
  }

  @Test
  void theSameRepositoryAgainStaysTheOnlyOne() {
    limits.note(ADA, "web", 429, "60");
    limits.note(ADA, "web", 429, "90");
    clock.pass(Duration.ofSeconds(89));
    assertThat(limits.limit(ADA, "web")).isPresent();
    assertThat(limits.limit(ADA, "api")).isEmpty();
  }

  @Test
  void anAnswerAboutTheLoginLimitsAllItsRepositories() {
    limits.note(ADA, null, 429, "60");
    assertThat(limits.limit(ADA, "web")).isPresent();
    limits.tidy();
    clock.pass(Duration.ofSeconds(60));
    limits.tidy();
    assertThat(limits.limit(ADA, "web")).isEmpty();
  }

  @Test
  void aMessageSaysWhenAndStaysTheSame() {
    String first = limits.note(ADA, "web", 429, "60").orElseThrow().message("git.example.com");
    assertThat(first)
        .isEqualTo(
            "git.example.com answered 429 (too many requests). Next attempt at 19:20:06Z or"
                + " later.");
    clock.pass(Duration.ofSeconds(59));
    assertThat(limits.limit(ADA, "web").orElseThrow().message("git.example.com")).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3601", "999999999999999999999999999999", "Fri, 02 Jan 2026 23:00:00 GMT"})
  void nobodyIsLeftAloneForMoreThanAnHour(String retryAfter) {
    limits.note(ADA, "web", 503, retryAfter);
    clock.pass(Duration.ofMinutes(59));
    assertThat(limits.limit(ADA, "web")).isPresent();
    clock.pass(Duration.ofMinutes(1));
    assertThat(limits.limit(ADA, "web")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "soon", "-5", "Thu, 01 Jan 2026 00:00:00 GMT"})
  void nobodyIsLeftAloneForWhatIsNoTimeToCome(String retryAfter) {
    assertThat(limits.note(ADA, "web", 429, retryAfter)).isEmpty();
    assertThat(limits.limit(ADA, "web")).isEmpty();
  }
}
