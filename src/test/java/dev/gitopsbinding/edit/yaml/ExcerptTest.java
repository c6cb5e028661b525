package dev.gitopsbinding.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {
  @Test
  void aTextIsCutBehind120Characters() {
    assertThat(Excerpt.of("")).isEmpty();
    assertThat(Excerpt.of("x".repeat(120))).isEqualTo("x".repeat(120));
    assertThat(Excerpt.of("x".repeat(121))).isEqualTo("x".repeat(120) + "…");
  }

  @Test
  void anImageIsCutBehind400Characters() {
    assertThat(Excerpt.image("x".repeat(400))).isEqualTo("x".repeat(400));
    assertThat(Excerpt.image("x".repeat(401))).isEqualTo("x".repeat(400) + "…");
  }

  @Test
  void aCharacterOfTwoHalvesIsNotTornApart() {
    assertThat(Excerpt.of("x".repeat(118) + "🚀")).isEqualTo("x".repeat(118) + "🚀");
    assertThat(Excerpt.of("x".repeat(118) + "🚀x")).isEqualTo("x".repeat(118) + "🚀…");
    assertThat(Excerpt.of("x".repeat(119) + "🚀")).isEqualTo("x".repeat(119) + "…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\u0000", "\u202E", "\u2028", "\u2029", "\uD800"})
  void whatWouldLeaveTheLineOrTurnItIsReplaced(String character) {
    assertThat(Excerpt.of("a" + character + "b")).isEqualTo("a\uFFFDb");
  }

  @Test
  void ofMoreThanFiveItemsTheFirstAreShown() {
    assertThat(Excerpt.of(List.of("a", "b"))).isEqualTo("a, b");
    assertThat(Excerpt.of(Collections.nCopies(5, "a"))).isEqualTo("a, a, a, a, a");
    assertThat(Excerpt.of(Collections.nCopies(7, "a"))).isEqualTo("a, a, a, a, a and 2 more");
  }

  @Test
  void onlyTheItemsThatAreShownAreMadeTexts() {
    List<Integer> asked = new ArrayList<>();

    String text =
        Excerpt.of(
            List.of(1, 2, 3, 4, 5, 6),
            item -> {
              asked.add(item);
              return "a";
            });

    assertThat(text).isEqualTo("a, a, a, a, a and 1 more");
    assertThat(asked).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void ofAHiddenTextTheLengthIsSaid() {
    assertThat(Excerpt.hidden("a🚀")).isEqualTo("a text of 2 characters");
  }
}
