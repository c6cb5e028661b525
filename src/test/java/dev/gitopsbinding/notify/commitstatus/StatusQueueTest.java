package dev.gitopsbinding.notify.commitstatus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.CommitStatus.State;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.notify.commitstatus.CommitStatusListener.Result;
import dev.gitopsbinding.testing.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusQueueTest {
  private final CountDownLatch answers = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<Result> results = new CopyOnWriteArrayList<>();
  private final StatusQueue queue =
      new StatusQueue(
          new StatusDelivery(
              queued -> {
                sent.add(queued.namespace() + " " + queued.status().description());
                asked.countDown();
                answers.await();
                return new StatusAttempt.Done();
              },
              results::add,
              new FailureNotices("CommitStatusFailed", (_, _) -> {}, Clock.systemUTC())),
          results::add);

  @AfterEach
  void close() throws InterruptedException {
    answers.countDown();
    queue.close(Duration.ofSeconds(10));
  }

  @Test
  void ofOneCommitOnlyTheNewestIsSentAfterTheOneUnderWay() throws InterruptedException {
    queue.add(Statuses.queued("shop", 1, State.PENDING));
    asked.await();
    queue.add(Statuses.queued("shop", 1, State.FAILURE));
    queue.add(Statuses.queued("shop", 1, State.SUCCESS));
    queue.add(Statuses.queued("other", 1, State.PENDING));

    Awaitility.await().until(() -> sent.size() == 2);
    answers.countDown();
    Awaitility.await().until(() -> results.size() == 3);
    assertThat(sent).containsExactlyInAnyOrder("shop PENDING", "shop SUCCESS", "other PENDING");
  }

  @Fault(value = "a forge that hangs while many commits come", holds = "I6")
  @Test
  void theQueueIsBoundedAndLeavesRoomForOtherNamespaces() {
    for (int commit = 0; commit < StatusQueue.MAX; commit++) {
      queue.add(Statuses.queued("flood", commit, State.PENDING));
    }

    assertThat(results)
        .hasSize(StatusQueue.MAX - StatusQueue.MAX_OF_NAMESPACE)
        .containsOnly(Result.DROPPED);
    results.clear();
    queue.add(Statuses.queued("shop", 1, State.PENDING));
    assertThat(results).isEmpty();
    answers.countDown();
    Awaitility.await().until(() -> results.size() == StatusQueue.MAX_OF_NAMESPACE + 1);
    assertThat(results).containsOnly(Result.SET);
  }

  @Test
  void whatIsLeftAtTheEndIsDropped() throws InterruptedException {
    queue.add(Statuses.queued("shop", 1, State.PENDING));
    asked.await();

    queue.close(Duration.ofMillis(50));
    queue.add(Statuses.queued("shop", 2, State.PENDING));

    assertThat(results).containsExactly(Result.DROPPED, Result.DROPPED);
  }
}
