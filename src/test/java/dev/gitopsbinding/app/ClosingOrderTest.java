package dev.gitopsbinding.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.testing.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingOrderTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void theLeaseGoesFirstUnlessAPushIsUnderWay() {
    order(noting("operator"), false, noting("git")).run();
    assertThat(closed).containsExactly("operator", "lease", "git", "http", "metrics");
    closed.clear();
    order(noting("operator"), true, noting("git")).run();
    assertThat(closed).containsExactly("operator", "git", "lease", "http", "metrics");
  }

  @Fault(
      value = "part of the operator that fails while it is closed",
      holds = {"I1", "I3"})
  @Test
  void whatFailsKeepsNothingElseOpen() {
    // Given
    ClosingOrder order = order(failing("operator"), true, failing("git"));

    // When, then
    assertThatThrownBy(order::run)
        .hasRootCauseMessage("operator")
        .satisfies(
            e -> assertThat(e.getSuppressed()).extracting(Throwable::getMessage).contains("git"));
    assertThat(closed).containsExactly("lease", "http", "metrics");
  }

  private ClosingOrder order(Runnable operator, boolean awaitsPushes, Runnable git) {
    return new ClosingOrder(
        operator,
        () -> awaitsPushes,
        git,
        noting("lease"),
        List.of(noting("http"), noting("metrics")));
  }

  private Runnable noting(String part) {
    return () -> closed.add(part);
  }

  private static Runnable failing(String part) {
    return () -> {
      throw new IllegalStateException(part);
    };
  }
}
