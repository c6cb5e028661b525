package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

/** A text is no duration, or one that writing and reading again does not change. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GoDurationFuzzTest {
  @FuzzTest
  void text(byte[] input) {
    GoDuration.parse(new String(input, StandardCharsets.UTF_8))
        .ifPresent(
            duration ->
                assertThat(GoDuration.parse(GoDuration.format(duration))).contains(duration));
  }
}
