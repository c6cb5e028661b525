package dev.gitopsbinding.git.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues of one lane take turns. */
@Timeout(60)
class LaneTest {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void waitsForALongRowOfTurnsThatAreHandedOn() throws Exception {
    // Given
    AtomicLong now = new AtomicLong();
    Lane lane = new Lane(PATIENCE, now::get);

    // When: all of them together take three times as long as anybody waits for one
    List<Thread> row = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      row.add(
          Thread.ofVirtual()
              .start(() -> lane.inTurn(() -> work(() -> now.addAndGet(PATIENCE.toNanos() / 4)))));
    }
    join(row);

    // Then
    assertThat(done).hasValue(12);
    assertThat(most).hasValue(1);
  }

  @Test
  void doesNotWaitForOneWhoKeepsTheTurn() throws Exception {
    // Given
    Lane lane = new Lane(Duration.ofMillis(1), System::nanoTime);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread hanging =
        Thread.ofVirtual()
            .start(
                () ->
                    lane.inTurn(
                        () -> {
                          begun.countDown();
                          awaitQuietly(end);
                        }));
    begun.await();

    // When
    join(
        List.of(
            Thread.ofVirtual().start(() -> lane.inTurn(done::incrementAndGet)),
            Thread.ofVirtual().start(() -> lane.inTurn(done::incrementAndGet))));

    // Then
    assertThat(done).hasValue(2);
    end.countDown();
    hanging.join();
  }

  private void work(Runnable task) {
    most.accumulateAndGet(working.incrementAndGet(), Math::max);
    task.run();
    // Others would come in now if they could.
    LockSupport.parkNanos(1_000_000);
    working.decrementAndGet();
    done.incrementAndGet();
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
