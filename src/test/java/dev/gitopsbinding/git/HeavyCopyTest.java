package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Result;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeavyCopyTest {
  /** Deeper than there are turns at the processors, of which a tenant has all but one at most. */
  private static final int DEPTH = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Timeout(20)
  @Test
  void workWithinATurnTakesNoFurtherOne() throws IOException {
    assertThat(nested(DEPTH)).isEqualTo(Result.ok("within a turn"));
  }

  private static Result<String> nested(int depth) throws IOException {
    return HeavyCopy.askInTurn(
        LaneFixture.remote("deploy"),
        () -> depth == 1 ? Result.ok("within a turn") : nested(depth - 1));
  }
}
