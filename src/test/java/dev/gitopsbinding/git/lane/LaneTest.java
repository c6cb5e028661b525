package dev.gitopsbinding.git.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Queues of one lane take turns. */
class LaneTest {
  private final Lane lane = new Lane(Duration.ofMillis(400));
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void waits_for_a_long_row_of_turns_that_are_handed_on() throws Exception {
    // When: all of them together take three times as long as anybody waits for one
    join(start(12, 100));

    // Then
    assertThat(done).hasValue(12);
    assertThat(most).hasValue(1);
  }

  @Test
  void does_not_wait_for_one_who_keeps_the_turn() throws Exception {
    // Given
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
    join(start(2, 1));

    // Then
    assertThat(done).hasValue(2);
    end.countDown();
    hanging.join();
  }

  private List<Thread> start(int count, long millis) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(() -> lane.inTurn(() -> work(millis))));
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void work(long millis) {
    most.accumulateAndGet(working.incrementAndGet(), Math::max);
    awaitQuietly(new CountDownLatch(1), millis);
    working.decrementAndGet();
    done.incrementAndGet();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    awaitQuietly(latch, Duration.ofMinutes(1).toMillis());
  }

  private static void awaitQuietly(CountDownLatch latch, long millis) {
    try {
      boolean _ = latch.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
