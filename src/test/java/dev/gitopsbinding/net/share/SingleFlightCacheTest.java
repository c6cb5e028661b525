package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.share.SingleFlightCache.Question;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightCacheTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String UNKEPT = "unkept";

  private final SteppedClock clock = new SteppedClock(NOON);
  private final SingleFlightCache<String, String> cache =
      new SingleFlightCache<>(clock, 2, answer -> !answer.equals(UNKEPT), _ -> false);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void anAnswerIsKeptForAllTenantsWhomItSuits() {
    assertThat(get("shop", "web", NOON, "one")).contains("one");
    clock.pass(Duration.ofSeconds(5));

    assertThat(get("blog", "web", NOON, "two")).contains("one");
    assertThat(get("blog", "web", NOON.plusSeconds(1), "two")).as("too old").contains("two");
    assertThat(get("shop", "web", NOON.plusSeconds(5), "three")).contains("two");
    assertThat(asked).hasValue(2);
  }

  @Test
  void eachKeyHasAnAnswerOfItsOwn() {
    get("shop", "web", NOON, "one");

    assertThat(get("shop", "api", NOON, "two")).contains("two");
  }

  @Test
  void anAnswerThatIsNotWorthItIsNotKept() {
    assertThat(get("shop", "web", NOON, UNKEPT)).contains(UNKEPT);

    assertThat(get("shop", "web", NOON, "two")).contains("two");
  }

  @Test
  void theAnswerThatWasNotWantedForLongestMakesWay() {
    get("shop", "web", NOON, "web");
    get("shop", "api", NOON, "api");
    get("shop", "web", NOON, "unasked");

    get("shop", "job", NOON, "job");

    assertThat(get("shop", "web", NOON, "again")).contains("web");
    assertThat(get("shop", "api", NOON, "again")).contains("again");
  }

  @Test
  void theHostIsToldWhenTheQuestionWasPutAndHowMuchTimeThereIs() {
    cache.get(
        "shop",
        "web",
        (_, _) -> true,
        LONG,
        (start, timeout) -> {
          assertThat(start).isEqualTo(NOON);
          assertThat(timeout).isPositive().isLessThanOrEqualTo(LONG);
          return "one";
        });
  }

  private Optional<String> get(String tenant, String key, Instant notBefore, String text) {
    return cache.get(tenant, key, (_, at) -> !at.isBefore(notBefore), LONG, answer(text));
  }

  private Question<String> answer(String text) {
    return (_, _) -> {
      asked.incrementAndGet();
      return text;
    };
  }
}
