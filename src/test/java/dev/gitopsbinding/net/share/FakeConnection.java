package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A connection for tests of pools; records whether it was closed. */
final class FakeConnection implements LeasePool.Leased {
  volatile boolean usable = true;
  volatile boolean established;

  private final CountDownLatch closed = new CountDownLatch(1);

  /** A connection that was leased and returned. */
  static FakeConnection leasedOnce(LeasePool<String, FakeConnection> pool, String key)
      throws Exception {
    try (var lease = pool.take(key, FakeConnection::new)) {
      return lease.leased();
    }
  }

  /** Waits, because a pool closes connections on other threads. */
  static void assertClosed(FakeConnection connection) throws InterruptedException {
    assertThat(connection.closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** First waits until another connection is closed, so that a wrong close would have happened. */
  static void assertNotClosedYet(FakeConnection connection) throws Exception {
    LeasePool<String, FakeConnection> other =
        new LeasePool<>(Duration.ZERO, Duration.ofHours(1), 8);
    FakeConnection last = leasedOnce(other, "a");
    other.closeIdle();
    assertClosed(last);
    assertThat(connection.isClosed()).isFalse();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public boolean isUsable() {
    return usable;
  }

  @Override
  public boolean isEstablished() {
    return established;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
