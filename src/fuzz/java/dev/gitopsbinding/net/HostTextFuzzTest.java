package dev.gitopsbinding.net;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Whatever a host says: one short line without secrets is shown. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostTextFuzzTest {
  private static final String SECRET = "t0p-s3cret";
  private static final int LONGEST = 301;

  /** Parts: what the host says before a secret, and behind it. */
  @FuzzTest
  void speech(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String said = parts.get(0) + SECRET + parts.get(1);
    String shown = HostText.clean(said, List.of("other", SECRET));

    assertOneLine(shown);
    assertThat(shown).hasSizeLessThanOrEqualTo(LONGEST).doesNotContain(SECRET);
  }
}
