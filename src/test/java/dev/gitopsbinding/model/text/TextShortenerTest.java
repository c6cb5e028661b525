package dev.gitopsbinding.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextShortenerTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @Test
  void aTextThatFitsStaysAsItIs() {
    assertThat(TextShortener.shorten("", 1)).isEmpty();
    assertThat(TextShortener.shorten("abc", 3)).isEqualTo("abc");
    assertThat(TextShortener.shorten("a" + EMOJI, 3)).isEqualTo("a" + EMOJI);
  }

  @Test
  void anEllipsisStandsForTheRest() {
    assertThat(TextShortener.shorten("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void aCharacterOfTwoHalvesIsKeptOrLeftOut() {
    assertThat(TextShortener.shorten("a" + EMOJI + "b", 2)).isEqualTo("a…");
    assertThat(TextShortener.shorten("a" + EMOJI + "b", 3)).isEqualTo("a" + EMOJI + "…");
  }
}
