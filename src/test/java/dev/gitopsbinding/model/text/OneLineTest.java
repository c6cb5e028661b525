package dev.gitopsbinding.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void oneSpaceStandsForEachRunOfInvisibleCharacters() {
    assertThat(OneLine.of(" a\u001b[2J\r\n  b\u202e\u00a0c ", 99)).isEqualTo("a [2J b c");
  }

  @Test
  void spacesThatLayOutATextStay() {
    assertThat(OneLine.withSpaces("  a   # b\r\n\u001b\u202ec\u2028", 99))
        .isEqualTo("  a   # b    c ");
    assertThat(OneLine.withSpaces("abc", 2)).isEqualTo("ab…");
  }
}
