package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.TipRead;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
  private static final TipRead<String> TIP = (_, tip) -> Result.ok(tip.sha().hex());

  private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");
  private final LaneQueue queue = queue(new Lane());

  @BeforeEach
  void begin() {
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
  }

  @AfterEach
  void close() {
    queue.close(TimeLimit.in(PATIENCE));
    fixture.close();
  }

  @Test
  void whatIsOfferedIsWorkedOff() {
    // Given
    QueuedPush push = push("f");
    QueuedRead<String> read = read();

    // When
    assertThat(queue.offer(push)).isTrue();
    PushResult.Pushed landed = pushed(LaneFixture.await(push));
    assertThat(queue.offer(read)).isTrue();

    // Then
    assertThat(ok(read.result().join())).isEqualTo(landed.commit().hex());
    assertThat(queue.known(Instant.MIN).orElseThrow().sha()).isEqualTo(landed.tip());
    assertThat(queue.answer(TIP, Instant.MIN)).contains(Result.ok(landed.tip().hex()));
    assertThat(queue.answer(TIP, Instant.MAX)).as("it would have to ask").isEmpty();
  }

  @Test
  void aQueueThatWasIdleForLongClosesAndTakesNoMore() {
    // Given
    QueuedPush push = push("f");
    assertThat(queue.offer(push)).isTrue();
    pushed(LaneFixture.await(push));

    // When
    assertThat(queue.closeIfIdle(Duration.ofHours(1))).isFalse();
    assertThat(queue.isClosed()).isFalse();
    await().until(() -> queue.closeIfIdle(Duration.ZERO));

    // Then
    assertThat(queue.isClosed()).isTrue();
    assertThat(queue.closeIfIdle(Duration.ofHours(1))).as("closed still").isTrue();
    assertThat(queue.offer(push("g"))).isFalse();
    assertThat(queue.offer(read())).isFalse();
    assertThat(fixture.clones()).isEmpty();
  }

  @Test
  void aQueueAtWorkRetiresWhenItsWorkIsDone() {
    // Given
    QueuedPush push = push("f");
    fixture.whileBlocked(
        PUSH,
        () -> {
          assertThat(queue.offer(push)).isTrue();
          fixture.awaitCount(PUSH, 1);

          // When
          assertThat(queue.closeIfIdle(Duration.ZERO)).isFalse();
          assertThat(queue.retire()).isFalse();

          // Then
          assertThat(queue.isClosed()).isFalse();
        });
    pushed(LaneFixture.await(push));
    await().until(queue::isClosed);
    await().until(() -> fixture.clones().isEmpty());
  }

  @Test
  void anIdleQueueRetiresAtOnce() {
    assertThat(queue.retire()).isTrue();
    assertThat(queue.isClosed()).isTrue();
    assertThat(queue.offer(push("f"))).isFalse();
  }

  @Test
  void aQueueThatStopsGivesBackWhatIsQueuedAndEndsWhatIsInFlight() {
    // Given
    QueuedPush inFlight = push("f");
    QueuedPush queued = push("g");
    fixture.whileBlocked(
        PUSH,
        () -> {
          assertThat(queue.offer(inFlight)).isTrue();
          fixture.awaitCount(PUSH, 1);
          assertThat(queue.offer(queued)).isTrue();

          // When
          queue.stop();

          // Then
          assertThat(LaneFixture.await(queued)).isEqualTo(new PushResult.Withdrawn());
          assertThat(queue.offer(push("g"))).isFalse();
        });
    pushed(LaneFixture.await(inFlight));
    assertThat(repository.text("main", "g")).isEqualTo("a: 1\n");
  }

  @Fault(value = "exception in a lane's work", holds = "I6")
  @Test
  void anExceptionFailsWhatWaitsAndTheQueueGoesOn() {
    // Given
    fixture.connector.beforeNext(
        LS_REFS,
        () -> {
          throw new IllegalStateException("a mistake");
        });
    QueuedPush unlucky = push("f");
    QueuedPush next = push("f");

    // When
    assertThat(queue.offer(unlucky)).isTrue();

    // Then
    assertThat(failure(LaneFixture.await(unlucky)).reason()).isEqualTo(Reason.INTERNAL_ERROR);
    assertThat(queue.offer(next)).isTrue();
    pushed(LaneFixture.await(next));
  }

  @Fault(value = "credential whose push hangs", holds = "I6")
  @Test
  void aQueueDoesNotWaitForLongForAnotherWhosePushHangs() {
    // Given
    Lane impatient = new Lane(Duration.ofMillis(1), System::nanoTime);
    LaneQueue hanging = queue(impatient);
    LaneQueue next = queue(impatient);
    QueuedPush stuck = push("f");
    QueuedPush other =
        LaneFixture.queued(
            remote("ssh://git@example.com/deploy", "other key"), change("g", "a", "1", "2"));
    fixture.whileBlocked(
        PUSH,
        () -> {
          assertThat(hanging.offer(stuck)).isTrue();
          fixture.awaitCount(PUSH, 1);

          // When
          assertThat(next.offer(other)).isTrue();

          // Then
          pushed(LaneFixture.await(other));
          assertThat(stuck.isDone()).isFalse();
        });
    pushed(LaneFixture.await(stuck));
    assertThat(repository.log("main", "%H")).hasSize(3);
    hanging.close(TimeLimit.in(PATIENCE));
    next.close(TimeLimit.in(PATIENCE));
  }

  private LaneQueue queue(Lane lane) {
    return new LaneQueue(
        lane,
        deploy.branch(),
        Lane.Access.of(deploy),
        fixture.connector,
        fixture.settings,
        new DiskBudget(1 << 30),
        fixture.counts,
        new ExpectedPushes());
  }

  private QueuedPush push(String file) {
    return LaneFixture.queued(deploy, change(file, "a", "1", "2"));
  }

  private QueuedRead<String> read() {
    return new QueuedRead<>(deploy, Instant.MIN, TimeLimit.in(PATIENCE), TIP);
  }
}
