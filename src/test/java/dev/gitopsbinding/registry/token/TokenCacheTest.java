package dev.gitopsbinding.registry.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCacheTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final TokenCache.Key WEB = key("web");
  private static final TokenCache.Key API = key("api");
  private static final TokenCache.Key JOB = key("job");

  private final SteppedClock clock = new SteppedClock(NOON);
  private final TokenCache tokens = new TokenCache(clock, 2);

  @ParameterizedTest
  @CsvSource({
    // lifetime, kept for
    "60, 50",
    "21, 11",
    "20, 10",
    "18, 9",
    "2, 1",
    "3600, 3590",
    "86400, 3590",
  })
  void aTokenIsKeptUntilShortlyBeforeItEnds(long lifetime, long keptFor) {
    tokens.put(WEB, "token", NOON, Duration.ofSeconds(lifetime));

    clock.pass(Duration.ofSeconds(keptFor).minusMillis(1));
    assertThat(tokens.get(WEB)).contains("token");

    clock.pass(Duration.ofMillis(1));
    assertThat(tokens.get(WEB)).isEmpty();
  }

  @Test
  void aTokenAgesFromWhenItWasAskedFor() {
    tokens.put(WEB, "token", NOON.minusSeconds(50), MINUTE);

    assertThat(tokens.get(WEB)).isEmpty();
  }

  @Test
  void aTokenIsOfOneHostRepositoryAndLogin() {
    tokens.put(WEB, "token", NOON, MINUTE);

    assertThat(tokens.get(new TokenCache.Key("other.example.com", WEB.repository(), WEB.login())))
        .isEmpty();
    assertThat(tokens.get(new TokenCache.Key(WEB.host(), "api", WEB.login()))).isEmpty();
    assertThat(tokens.get(new TokenCache.Key(WEB.host(), WEB.repository(), "bob"))).isEmpty();
    assertThat(tokens.get(key("web"))).contains("token");
  }

  @Test
  void aNewTokenTakesThePlaceOfTheOldOne() {
    tokens.put(WEB, "old", NOON, MINUTE);
    tokens.put(WEB, "new", NOON, MINUTE);

    assertThat(tokens.get(WEB)).contains("new");
  }

  @Test
  void theTokenUsedLongestAgoMakesWay() {
    tokens.put(WEB, "1", NOON, MINUTE);
    tokens.put(API, "2", NOON, MINUTE);
    tokens.get(WEB);

    tokens.put(JOB, "3", NOON, MINUTE);

    assertThat(tokens.get(API)).isEmpty();
    assertThat(tokens.get(WEB)).contains("1");
    assertThat(tokens.get(JOB)).contains("3");
  }

  @Test
  void aTokenThatDidNotWorkIsForgotten() {
    tokens.put(WEB, "1", NOON, MINUTE);
    tokens.put(API, "2", NOON, MINUTE);

    tokens.forget(WEB);

    assertThat(tokens.get(WEB)).isEmpty();
    assertThat(tokens.get(API)).contains("2");
  }

  @Test
  void tokensThatAreOverTakeNoRoomAfterATidying() {
    // Given
    tokens.put(WEB, "1", NOON, Duration.ofHours(1));
    tokens.put(API, "2", NOON, MINUTE);
    clock.pass(MINUTE);

    // When
    tokens.tidy();

    // Then
    tokens.put(JOB, "3", clock.instant(), MINUTE);
    assertThat(tokens.get(WEB)).as("used longer ago than what was over").contains("1");
    assertThat(tokens.get(JOB)).contains("3");
  }

  @Test
  void threadsThatKeepTokensAtOnceLoseNone() throws InterruptedException {
    // Given
    int threads = 4;
    int each = 2_000;
    TokenCache large = new TokenCache(clock, threads * each);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> crowd = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * each;
      crowd.add(
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    awaitQuietly(start);
                    IntStream.range(first, first + each)
                        .forEach(i -> large.put(key("r" + i), "token" + i, NOON, MINUTE));
                  }));
    }

    // When
    start.countDown();
    for (Thread thread : crowd) {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }

    // Then
    assertThat(IntStream.range(0, threads * each))
        .allSatisfy(i -> assertThat(large.get(key("r" + i))).contains("token" + i));
  }

  private static TokenCache.Key key(String repository) {
    return new TokenCache.Key("registry.example.com", repository, "ada");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
