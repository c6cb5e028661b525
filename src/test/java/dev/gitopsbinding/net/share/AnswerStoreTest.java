package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerStoreTest {
  private final SteppedClock clock = new SteppedClock(Instant.EPOCH);
  private final AnswerStore<String, String> store = new AnswerStore<>(clock, 10, String::length);

  @Test
  void theLeastRecentlyUsedAreDroppedWhereAllAreTooLong() {
    put("a", "aaaa");
    put("b", "bbbb");
    assertThat(get("a")).isEqualTo("aaaa");
    put("c", "cccc");
    assertThat(get("b")).isNull();
    assertThat(get("a")).isEqualTo("aaaa");
    assertThat(get("c")).isEqualTo("cccc");
  }

  @Test
  void aReplacedAnswerTakesNoRoom() {
    put("a", "aaaa");
    put("b", "bbbb");
    put("b", "bb");
    put("b", "bbbbbb");
    assertThat(get("a")).isEqualTo("aaaa");
  }

  @Test
  void anAnswerThatIsTooLongAloneIsNotKept() {
    put("a", "a".repeat(11));
    assertThat(get("a")).isNull();
    put("b", "b".repeat(10));
    assertThat(get("b")).isNotNull();
  }

  @Test
  void anAnswerThatWasAskedForEarlierReplacesNone() {
    store.put("a", new DatedAnswer<>("new", Instant.EPOCH.plusSeconds(1)));
    store.put("a", new DatedAnswer<>("old", Instant.EPOCH));
    assertThat(get("a")).isEqualTo("new");
  }

  @Test
  void whatNobodyUsesIsDropped() {
    put("a", "a");
    put("b", "b");
    clock.pass(Duration.ofMinutes(5));
    assertThat(get("a")).isEqualTo("a");
    clock.pass(Duration.ofMillis(1));
    store.dropUnused(Duration.ofMinutes(5));
    assertThat(get("b")).isNull();
    assertThat(get("a")).isEqualTo("a");
  }

  private void put(String key, String answer) {
    store.put(key, new DatedAnswer<>(answer, clock.instant()));
  }

  private @Nullable String get(String key) {
    DatedAnswer<String> known = store.get(key, (_, _) -> true);
    return known == null ? null : known.answer();
  }
}
