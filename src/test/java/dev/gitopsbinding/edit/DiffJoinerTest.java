package dev.gitopsbinding.edit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The diffs of several files keep to one limit together. */
class DiffJoinerTest {
  private static final String DIFF = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a: 1\n+a: 2\n";

  @Test
  void aSingleDiffStaysAsItIs() {
    var joiner = new DiffJoiner(DiffLimits.STATUS);

    assertThat(joiner.rest()).isEqualTo(DiffLimits.STATUS);
    joiner.add(DIFF);
    assertThat(joiner).hasToString(DIFF);
  }

  @Test
  void theNextFileGetsWhatTheOthersLeft() {
    var joiner = new DiffJoiner(DiffLimits.STATUS);
    joiner.add(DIFF);
    joiner.add("");
    joiner.add(DIFF);

    assertThat(joiner.rest().maxBytes())
        .isEqualTo(DiffLimits.STATUS.maxBytes() - 2 * DIFF.length());
    assertThat(joiner).hasToString(DIFF + DIFF);
  }

  @Test
  void filesWithoutRoomAreCounted() {
    var joiner = new DiffJoiner(new DiffLimits(0, true, DIFF.length() + 10));
    joiner.add(DIFF);
    joiner.add(DIFF);
    joiner.add(DIFF);

    assertThat(joiner).hasToString(DIFF + "… 2 more files are left out\n");
  }
}
