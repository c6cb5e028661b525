package dev.gitopsbinding.net.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ApiPermitsTest {
  private static final int CROWD = 200;

  @Test
  @Timeout(30)
  void requestsOfOneNamespaceThatTakeLongKeepNoOtherWaiting() throws Exception {
    ApiPermits permits = new ApiPermits();
    CountDownLatch waiting = new CountDownLatch(CROWD);
    CountDownLatch end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CROWD; i++) {
        var _ =
            threads.submit(
                () -> {
                  waiting.countDown();
                  return permits.call("greedy", () -> await(end));
                });
      }
      waiting.await();

      var other = threads.submit(() -> permits.call("shop", () -> "answer"));

      try {
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
      } finally {
        end.countDown();
      }
    }
  }

  private static boolean await(CountDownLatch end) {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
