package dev.gitopsbinding.registry.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import org.junit.jupiter.api.Timeout;

/** Whatever a registry sends as a challenge: it is read in time, and what is found was sent. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChallengeFuzzTest {
  /** Parts: the values of the header. */
  @FuzzTest
  void challenges(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    for (Challenge challenge : Challenge.parse(parts.texts())) {
      assertThat(challenge.scheme()).isNotEmpty().isLowerCase();
      challenge
          .parameters()
          .forEach(
              (name, value) -> {
                assertThat(name).isNotEmpty();
                assertThat(parts.texts())
                    .anyMatch(header -> header.replace("\\", "").contains(value.replace("\\", "")));
              });
    }
  }
}
