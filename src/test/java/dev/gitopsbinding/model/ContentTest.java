package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTest {
  @ParameterizedTest
  @CsvSource({
    "aab, aab, 0, 0",
    "aaab, aab, 0, 1",
    "aabaab, aab, 1, 3",
    "aabaab, aab, 4, -1",
    "aa, aab, 0, -1",
    "äab, ab, 0, 2",
    "a, a, 1, -1"
  })
  void findsATextFromAnIndexOn(String text, String wanted, int from, int expected) {
    assertThat(content(text).indexOf(wanted, from)).isEqualTo(expected);
  }

  @RepeatedTest(200)
  void findsWhatAStringFinds() {
    // Given
    Random random = new Random();
    String text = letters(random, random.nextInt(40));
    String wanted = letters(random, 1 + random.nextInt(4));
    int from = random.nextInt(42);

    // Then
    assertThat(content(text).indexOf(wanted, from)).isEqualTo(text.indexOf(wanted, from));
  }

  @Test
  void emptyContentHoldsNothing() {
    assertThat(content("").contains("a")).isFalse();
  }

  private static String letters(Random random, int length) {
    return random
        .ints(length, 'a', 'd')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
