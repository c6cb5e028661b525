package dev.gitopsbinding.net.share;

import static dev.gitopsbinding.net.share.FakeConnection.assertClosed;
import static dev.gitopsbinding.net.share.FakeConnection.assertNotClosedYet;
import static dev.gitopsbinding.net.share.FakeConnection.leasedOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasePoolTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final LeasePool<String, FakeConnection> pool = new LeasePool<>(LONG, LONG, 8);

  @Test
  void allWhoWantTheSameShareOneConnection() throws Exception {
    var first = pool.take("a", FakeConnection::new);
    var second = pool.take("a", FakeConnection::new);

    assertThat(second.leased()).isSameAs(first.leased());
    assertThat(pool.take("b", FakeConnection::new).leased()).isNotSameAs(first.leased());
  }

  @Test
  void aLeaseTellsWhetherTheConnectionWasThereBefore() throws Exception {
    var first = pool.take("a", FakeConnection::new);
    var second = pool.take("a", FakeConnection::new);
    first.leased().established = true;
    var third = pool.take("a", FakeConnection::new);

    assertThat(first.reused()).isFalse();
    assertThat(second.reused()).as("joined while it began").isFalse();
    assertThat(third.reused()).isTrue();
  }

  @Test
  void aConnectionIsKeptForAWhileAfterItsLastLease() throws Exception {
    // Given
    FakeConnection kept = leasedOnce(pool, "a");

    // When
    pool.closeIdle();

    // Then
    assertThat(pool.take("a", FakeConnection::new).leased()).isSameAs(kept);
  }

  @Test
  void aConnectionThatNobodyUsedForTheIdleTimeIsClosed() throws Exception {
    // Given
    LeasePool<String, FakeConnection> hasty = new LeasePool<>(Duration.ZERO, LONG, 8);
    FakeConnection idle = leasedOnce(hasty, "idle");
    var used = hasty.take("used", FakeConnection::new);
    hasty.take("used", FakeConnection::new).close();

    // When
    hasty.closeIdle();

    // Then
    assertClosed(idle);
    assertThat(hasty.take("used", FakeConnection::new).leased())
        .as("one lease of two has not ended")
        .isSameAs(used.leased());
    assertThat(used.leased().isClosed()).isFalse();
    assertThat(hasty.take("idle", FakeConnection::new).leased()).isNotSameAs(idle);
  }

  @Test
  void aRetiredConnectionFinishesItsLeasesAndGetsNoNewOnes() throws Exception {
    // Given
    var first = pool.take("a", FakeConnection::new);
    var second = pool.take("a", FakeConnection::new);

    // When
    first.retire();
    first.close();

    // Then
    assertThat(pool.take("a", FakeConnection::new).leased()).isNotSameAs(first.leased());
    assertNotClosedYet(second.leased());
    second.close();
    assertClosed(second.leased());
  }

  @Test
  void aLeaseOfARetiredConnectionLeavesItsSuccessorAlone() throws Exception {
    // Given
    var first = pool.take("a", FakeConnection::new);
    first.retire();
    FakeConnection successor = leasedOnce(pool, "a");

    // When
    first.retire();
    first.close();

    // Then
    assertClosed(first.leased());
    assertThat(pool.take("a", FakeConnection::new).leased()).isSameAs(successor);
  }

  @Test
  void anExpiredConnectionFinishesItsLeasesAndGetsNoNewOnes() throws Exception {
    // Given
    LeasePool<String, FakeConnection> strict = new LeasePool<>(LONG, Duration.ZERO, 8);
    var old = strict.take("a", FakeConnection::new);

    // When
    var fresh = strict.take("a", FakeConnection::new);

    // Then
    assertThat(fresh.leased()).isNotSameAs(old.leased());
    assertNotClosedYet(old.leased());
    old.close();
    assertClosed(old.leased());
    assertNotClosedYet(fresh.leased());
  }

  @Test
  void aConnectionThatBecameUnusableGetsNoNewLeases() throws Exception {
    // Given
    var broken = pool.take("a", FakeConnection::new);
    broken.leased().usable = false;

    // When, Then
    assertThat(pool.take("a", FakeConnection::new).leased()).isNotSameAs(broken.leased());
    broken.close();
    assertClosed(broken.leased());
  }

  @Test
  void anUnusableConnectionIsNotKeptForTheIdleTime() throws Exception {
    // Given
    FakeConnection broken = leasedOnce(pool, "a");
    broken.usable = false;

    // When
    pool.closeIdle();

    // Then
    assertClosed(broken);
  }

  @Test
  void beyondTheCapacityTheLongestUnusedGivesWay() throws Exception {
    // Given
    LeasePool<String, FakeConnection> small = new LeasePool<>(LONG, LONG, 3);
    var inUse = small.take("in use", FakeConnection::new);
    FakeConnection oldest = leasedOnce(small, "oldest");
    FakeConnection newest = leasedOnce(small, "newest");

    // When
    var another = small.take("another", FakeConnection::new);

    // Then
    assertClosed(oldest);
    assertThat(small.take("newest", FakeConnection::new).leased()).isSameAs(newest);
    assertThat(small.take("in use", FakeConnection::new).leased()).isSameAs(inUse.leased());
    assertThat(small.take("another", FakeConnection::new).leased()).isSameAs(another.leased());
  }

  @Test
  void beyondTheCapacityNoneInUseGivesWay() throws Exception {
    LeasePool<String, FakeConnection> small = new LeasePool<>(LONG, LONG, 1);
    var inUse = small.take("in use", FakeConnection::new);
    small.take("another", FakeConnection::new);

    assertThat(small.take("in use", FakeConnection::new).leased()).isSameAs(inUse.leased());
  }

  @Test
  void aLoginThatCannotBeginLeavesNothingBehind() throws Exception {
    LeasePool.Maker<FakeConnection> broken =
        () -> {
          throw new IOException("no");
        };
    assertThatThrownBy(() -> pool.take("a", broken)).hasMessage("no");

    assertThat(pool.take("a", FakeConnection::new).reused()).isFalse();
  }

  @Test
  void aPoolThatClosesEndsAllAndBeginsNone() throws Exception {
    // Given
    var inUse = pool.take("in use", FakeConnection::new);
    FakeConnection idle = leasedOnce(pool, "idle");

    // When
    pool.close();

    // Then
    assertThat(inUse.leased().isClosed()).isTrue();
    assertClosed(idle);
    assertThatThrownBy(() -> pool.take("a", FakeConnection::new)).isInstanceOf(IOException.class);
  }
}
