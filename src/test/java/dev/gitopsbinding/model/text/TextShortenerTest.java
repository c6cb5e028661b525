package dev.gitopsbinding.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextShortenerTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @Test
  void a_text_that_fits_stays_as_it_is() {
    assertThat(TextShortener.shorten("", 1)).isEmpty();
    assertThat(TextShortener.shorten("abc", 3)).isEqualTo("abc");
    assertThat(TextShortener.shorten("a" + EMOJI, 3)).isEqualTo("a" + EMOJI);
  }

  @Test
  void an_ellipsis_stands_for_the_rest() {
    assertThat(TextShortener.shorten("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void a_character_of_two_halves_is_kept_or_left_out() {
    assertThat(TextShortener.shorten("a" + EMOJI + "b", 2)).isEqualTo("a…");
    assertThat(TextShortener.shorten("a" + EMOJI + "b", 3)).isEqualTo("a" + EMOJI + "…");
  }
}
