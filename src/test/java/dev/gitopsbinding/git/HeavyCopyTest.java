package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Result;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeavyCopyTest {
  /** A tenant may have one turn only, as on two processors. */
  @Timeout(20)
  @Test
  void workWithinATurnTakesNoSecondOne() throws IOException {
    Remote remote = LaneFixture.remote("deploy");

    Result<String> answer =
        HeavyCopy.askInTurn(
            remote, () -> HeavyCopy.askInTurn(remote, () -> Result.ok("within a turn")));

    assertThat(answer).isEqualTo(Result.ok("within a turn"));
  }
}
