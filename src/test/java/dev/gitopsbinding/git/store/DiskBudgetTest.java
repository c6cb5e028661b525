package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which copies are evicted if room is needed, and which requests are refused. */
class DiskBudgetTest {
  private static final long MIB = 1 << 20;

  private final DiskBudget budget = new DiskBudget(100 * MIB);
  private final List<String> left = new CopyOnWriteArrayList<>();

  @Test
  void theLeastRecentlyUsedCopyLeavesFirst() throws IOException {
    // Given
    Copy first = copy("first", "a").with(20);
    Copy second = copy("second", "b").with(20);
    copy("third", "c").with(20);
    copy("fourth", "d").with(20);
    copy("fifth", "e").with(20);
    first.owner.usedBy("a");

    // When
    copy("sixth", "f").with(20);

    // Then
    assertThat(left).containsExactly("second");
    assertThat(second.isClosed()).isTrue();
    assertThat(budget.total()).isEqualTo(100 * MIB);
  }

  @Test
  void aCopyInUseNeverLeaves() throws IOException {
    // Given
    copy("first", "a").with(40).inUse = true;
    copy("second", "b").with(40);

    // When
    copy("third", "c").with(40);

    // Then
    assertThat(left).containsExactly("second");
  }

  @Fault(value = "one namespace with many large repositories", holds = "I6")
  @Test
  void aTenantTakesHalfAtMostAndLosesItsOwnCopies() throws IOException {
    // Given
    copy("victim", "victim").with(5);

    // When
    for (int i = 0; i < 20; i++) {
      copy("greedy" + i, "greedy").with(20);
    }

    // Then
    assertThat(left).hasSize(18).allMatch(name -> name.startsWith("greedy"));
    assertThat(budget.total()).isEqualTo(45 * MIB);
  }

  @Fault(value = "many namespaces that fill the disk together", holds = "I6")
  @Test
  void whoTakesLittleKeepsItsCopyWhereManyTakeMuch() throws IOException {
    // Given
    copy("victim", "victim").with(5);

    // When
    for (int i = 0; i < 20; i++) {
      copy("large" + i, "large" + i).with(30);
    }

    // Then
    assertThat(left).hasSize(17).doesNotContain("victim");
    assertThat(budget.total()).isEqualTo(95 * MIB);
  }

  @Test
  void oneWhoTakesMuchFindsRoomAmongManyWhoTakeLittle() throws IOException {
    // Given
    for (int i = 0; i < 10; i++) {
      copy("small" + i, "small" + i).with(9);
    }

    // When
    copy("large", "large").with(40);

    // Then
    assertThat(left).containsExactly("small0", "small1", "small2", "small3");
  }

  @Fault(value = "two namespaces that have all of the disk in use", holds = "I6")
  @Test
  void whoTakesMuchDoesNotEvictWhoTakesLittleWhileAnotherHasMuchInUse() throws IOException {
    // Given
    copy("victim", "victim").with(5);
    copy("greedy", "greedy").with(50).inUse = true;

    // When, then
    assertThatThrownBy(() -> copy("too", "too").with(46)).isInstanceOf(FailureException.class);
    assertThat(left).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedByTheNameOfTheSetting() throws IOException {
    // Given
    copy("in use", "a").with(40).inUse = true;

    // When, then: more than the half of one tenant
    assertThatThrownBy(() -> copy("large", "b").with(51))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> {
              assertThat(refused.failure().reason()).isEqualTo(Reason.CACHE_FULL);
              assertThat(refused.failure().message())
                  .contains("branch large", "one namespace", "GITOPSBINDING_MAX_CACHE_BYTES");
            });
    assertThat(budget.total()).isEqualTo(40 * MIB);

    // When, then: more than all may take
    copy("too", "c").with(40).inUse = true;
    assertThatThrownBy(() -> copy("many", "d").with(40))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused ->
                assertThat(refused.failure().message())
                    .contains("branch many", "all namespaces", "GITOPSBINDING_MAX_CACHE_BYTES"));
  }

  @Test
  void aCopyOfManyTenantsIsOnNoOnesAccountAlone() throws IOException {
    // Given
    Copy shared = copy("shared", "a").with(40);
    shared.owner.usedBy("b");

    // When
    copy("own", "a").with(40);

    // Then
    assertThat(left).isEmpty();
  }

  @Test
  void whatWasGivenUpTakesNoMoreRoom() throws IOException {
    Copy copy = copy("given up", "a").with(10);
    copy.space.close();
    assertThatThrownBy(() -> copy.with(1)).isInstanceOf(FailureException.class);
    copy.space.settle(MIB);
    assertThat(budget.total()).isZero();
  }

  @Fault(value = "copy that takes long to delete", holds = "I6")
  @Test
  @Timeout(60)
  void nobodyElseWaitsWhileACopyIsDeleted() throws Exception {
    // Given
    Copy slow = copy("slow", "a").with(50);
    slow.deletion = new CountDownLatch(1);
    copy("other", "b").with(30);
    FutureTask<Copy> needsRoom = new FutureTask<>(() -> copy("needs room", "c").with(40));

    // When
    Thread deleting = Thread.ofVirtual().start(needsRoom);
    await().until(() -> left.contains("slow"));

    // Then: a request that fits is granted at once; a copy counts until it is deleted
    FutureTask<Long> fits =
        new FutureTask<>(
            () -> {
              copy("fits", "d").with(20);
              return budget.total();
            });
    Thread.ofVirtual().start(fits);
    try {
      assertThat(fits.get(20, TimeUnit.SECONDS)).isEqualTo(100 * MIB);
    } finally {
      slow.deletion.countDown();
    }
    assertThat(deleting.join(Duration.ofSeconds(30))).isTrue();
    needsRoom.get();
    assertThat(left).containsExactly("slow");
    assertThat(budget.total()).isEqualTo(90 * MIB);
  }

  @Test
  @Timeout(60)
  void twoWhoNeedRoomAtOnceHaveOneCopyLeave() throws Exception {
    // Given
    Copy slow = copy("slow", "a").with(50);
    slow.deletion = new CountDownLatch(1);
    copy("other", "b").with(45);
    List<FutureTask<Copy>> growing = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();

    // When
    for (String name : List.of("first", "second")) {
      FutureTask<Copy> grows = new FutureTask<>(() -> copy(name, name).with(20));
      growing.add(grows);
      threads.add(Thread.ofVirtual().start(grows));
    }
    await().until(() -> threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING));
    slow.deletion.countDown();

    // Then
    for (FutureTask<Copy> grown : growing) {
      grown.get();
    }
    assertThat(left).containsExactly("slow");
    assertThat(budget.total()).isEqualTo(85 * MIB);
  }

  private Copy copy(String name, String tenant) {
    return new Copy(name, tenant);
  }

  /** Stands in for a local copy on disk. */
  private final class Copy {
    private final CopyOwner owner;
    private final DiskBudget.Space space;
    private boolean inUse;
    private CountDownLatch deletion = new CountDownLatch(0);
    private boolean closed;

    Copy(String name, String tenant) {
      owner = new CopyOwner("branch " + name, () -> giveUp(name));
      owner.usedBy(tenant);
      space = budget.open(owner);
    }

    Copy with(long mebibytes) throws IOException {
      try {
        space.grow(mebibytes * MIB);
      } catch (IOException e) {
        space.close();
        throw e;
      }
      return this;
    }

    boolean isClosed() {
      return closed;
    }

    private boolean giveUp(String name) {
      if (inUse) {
        return false;
      }
      left.add(name);
      assertThatCode(deletion::await).doesNotThrowAnyException();
      closed = true;
      space.close();
      return true;
    }
  }
}
