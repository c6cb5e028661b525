package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The operator stops while the result of a push is unknown. */
class InterruptedBatchTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture(Duration.ofSeconds(3));
  private final Remote deploy = remote("deploy");
  private final InterruptingConnector connector = new InterruptingConnector();

  @Fault(value = "interrupted while a push's answer is not known", holds = "I6")
  @Test
  void givesUpAtOnceAndDoesNotSpin() {
    // Given
    fixture.repository("deploy").commit("main", "f", "a: 1\n");

    // When
    try (Lanes lanes = GitParts.lanes(connector, fixture.settings, GitParts.NO_LISTENER)) {
      Failure failure =
          failure(LaneFixture.await(lanes.submit(deploy, "main", change("f", "a", "1", "2"))));

      // Then
      assertThat(failure.reason()).isEqualTo(Reason.HOST_UNREACHABLE);
      assertThat(connector.refused).hasValueLessThanOrEqualTo(3);
    }
  }

  /** Once the push is to be sent, the thread is interrupted and the host cannot be reached. */
  private final class InterruptingConnector implements Connector {
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean ending;

    @Override
    public <T> Result<T> with(
        Remote remote,
        Repository local,
        GitListener.Operation operation,
        Duration timeout,
        Use<T> use) {
      if (operation == GitListener.Operation.PUSH) {
        ending = true;
        Thread.currentThread().interrupt();
      }
      if (!ending) {
        return fixture.connector.with(remote, local, operation, timeout, use);
      }
      refused.incrementAndGet();
      return Result.failed(new Failure.Remote(Reason.HOST_UNREACHABLE, "the operator stops"));
    }
  }
}
