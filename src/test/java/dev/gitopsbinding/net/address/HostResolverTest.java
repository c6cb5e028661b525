package dev.gitopsbinding.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.BrokenThreads;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.testing.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostResolverTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

  private final CountDownLatch hang = new CountDownLatch(1);
  private final AtomicInteger threads = new AtomicInteger();
  private final List<Thread> callers = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    hang.countDown();
    for (Thread caller : callers) {
      caller.interrupt();
      caller.join();
    }
  }

  @Fault(value = "a thousand host names whose lookups hang", holds = "I6")
  @Test
  void slowNamesTakeFewThreadsAndLeaveSomeToOthers() throws Exception {
    // Given
    HostResolver resolver = new HostResolver(this::lookUp, counted(), LONG);

    // When
    for (int i = 0; i < 1_000; i++) {
      var _ = begin(resolver, "greedy", "slow-" + i);
    }
    await().until(() -> threads.get() == 8);

    // Then
    assertThat(resolver.resolve("victim", "git.example.com")).containsExactly(ADDRESS);
    assertThat(threads).hasValue(9);

    // When
    hang.countDown();

    // Then
    assertThat(resolver.resolve("greedy", "git.example.com")).containsExactly(ADDRESS);
  }

  @Fault(value = "many namespaces with host names whose lookups hang", holds = "I6")
  @Test
  void allTogetherAreBoundedAndNewcomersFindAThread() throws FailureException {
    HostResolver resolver = new HostResolver(this::lookUp, counted(), LONG);
    for (int i = 0; i < 400; i++) {
      var _ = begin(resolver, "greedy-" + i % 10, "slow-" + i);
    }
    await().until(() -> threads.get() >= 48);
    assertThat(resolver.resolve("victim", "git.example.com")).containsExactly(ADDRESS);
    assertThat(threads.get()).isLessThanOrEqualTo(64);
  }

  @Test
  void allWhoAskForOneNameShareALookUp() throws Exception {
    // Given
    HostResolver resolver = new HostResolver(this::lookUp, counted(), LONG);
    List<FutureTask<List<InetAddress>>> asking = new ArrayList<>();

    // When
    for (int i = 0; i < 50; i++) {
      asking.add(begin(resolver, "tenant-" + i % 5, "slow"));
    }
    await().until(() -> callers.stream().allMatch(it -> it.getState() == Thread.State.WAITING));
    hang.countDown();

    // Then
    for (FutureTask<List<InetAddress>> one : asking) {
      assertThat(one.get()).containsExactly(ADDRESS);
    }
    assertThat(threads).hasValue(1);
  }

  @Test
  void whoFindsNoTurnIsToldWhy() {
    HostResolver resolver = new HostResolver(this::lookUp, counted(), SHORT);
    for (int i = 0; i < 8; i++) {
      var _ = begin(resolver, "greedy", "slow-" + i);
    }
    await().until(() -> threads.get() == 8);
    FailureException refused =
        catchThrowableOfType(
            FailureException.class, () -> resolver.resolve("greedy", "git.example.com"));
    assertThat(refused.failure().reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(refused.failure().message())
        .startsWith("Host git.example.com was not resolved")
        .contains("a namespace may have 8", "cluster's DNS");
  }

  @Test
  void aCallerWhoseTimeIsUpLeavesATurnToTheNext() throws Exception {
    // Given
    HostResolver resolver = new HostResolver(this::lookUp, counted(), LONG);
    for (int i = 0; i < 8; i++) {
      var _ = begin(resolver, "greedy", "slow-" + i);
    }
    await().until(() -> threads.get() == 8);
    FutureTask<List<InetAddress>> waiting = begin(resolver, "greedy", "slow-8");
    Thread waiter = callers.getLast();
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

    // When
    waiter.interrupt();

    // Then
    assertThatThrownBy(waiting::get)
        .cause()
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().reason()).isEqualTo(Reason.TIMED_OUT));
    hang.countDown();
    assertThat(resolver.resolve("greedy", "git.example.com")).containsExactly(ADDRESS);
    assertThat(threads).hasValue(9);
  }

  @Fault(value = "no more native threads", holds = "I6")
  @Test
  void aThreadThatCannotBeMadeGivesItsTurnBack() throws FailureException {
    AtomicInteger refusals = new AtomicInteger(20);
    HostResolver resolver =
        new HostResolver(this::lookUp, BrokenThreads.first(refusals, counted()), SHORT);
    for (int i = 0; i < 20; i++) {
      FailureException refused =
          catchThrowableOfType(
              FailureException.class, () -> resolver.resolve("shop", "git.example.com"));
      assertThat(refused.failure().reason()).isEqualTo(Reason.INTERNAL_ERROR);
      assertThat(refused.failure().message()).contains("cannot start another thread");
    }
    assertThat(resolver.resolve("shop", "git.example.com")).containsExactly(ADDRESS);
  }

  private FutureTask<List<InetAddress>> begin(HostResolver resolver, String tenant, String host) {
    FutureTask<List<InetAddress>> task = new FutureTask<>(() -> resolver.resolve(tenant, host));
    callers.add(Thread.ofVirtual().start(task));
    return task;
  }

  private ThreadFactory counted() {
    ThreadFactory factory = Thread.ofPlatform().daemon().factory();
    return task -> {
      threads.incrementAndGet();
      return factory.newThread(task);
    };
  }

  /** Ignores interrupts, as the system's resolver does. */
  private InetAddress[] lookUp(String host) throws UnknownHostException {
    boolean interrupted = true;
    while (host.startsWith("slow") && interrupted) {
      try {
        hang.await();
        interrupted = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return new InetAddress[] {ADDRESS};
  }
}
