package dev.gitopsbinding.notify.commitstatus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.CommitStatus.State;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusDeliveryTest {
  private static final StatusAttempt DONE = new StatusAttempt.Done();

  private final Deque<StatusAttempt> answers = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();
  private final List<CommitStatusListener.Result> results = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private QueuedStatus newest = Statuses.queued("shop", 1, State.PENDING);
  private QueuedStatus duringDelay = newest;

  private final StatusDelivery delivery =
      new StatusDelivery(
          queued -> {
            sent.add(queued.status().description());
            if (answers.isEmpty()) {
              throw new IllegalStateException("s3cret");
            }
            return answers.removeFirst();
          },
          results::add,
          new FailureNotices(
              "CommitStatusFailed",
              (_, event) -> events.add(event.reason() + ": " + event.note()),
              new SteppedClock(Instant.EPOCH)));

  private final StatusDelivery.Waiting waiting =
      new StatusDelivery.Waiting() {
        @Override
        public QueuedStatus newest() {
          return newest;
        }

        @Override
        public void sleep(Duration time) {
          delays.add(time);
          newest = duringDelay;
        }
      };

  @Test
  void whatTheForgeHasIsNotSentAgain() throws InterruptedException {
    answers.addAll(List.of(DONE, DONE, DONE));

    delivery.deliver(waiting);
    delivery.deliver(waiting);
    newest = Statuses.queued("shop", 1, State.SUCCESS);
    delivery.deliver(waiting);
    newest = Statuses.queued("shop", 1, State.PENDING);
    delivery.deliver(waiting);

    assertThat(sent).containsExactly("PENDING", "SUCCESS", "PENDING");
    assertThat(results).containsOnly(CommitStatusListener.Result.SET);
  }

  @Fault(value = "a forge that is away for a moment", holds = "I6")
  @Test
  void aFailureIsTriedAgainByTheNewestStatus() throws InterruptedException {
    answers.add(new StatusAttempt.Failed("away.", Duration.ZERO));
    answers.add(new StatusAttempt.Failed("slow down.", Duration.ofSeconds(90)));
    answers.add(DONE);
    duringDelay = Statuses.queued("shop", 1, State.SUCCESS);

    QueuedStatus done = delivery.deliver(waiting);

    assertThat(done).isEqualTo(duringDelay);
    assertThat(sent).containsExactly("PENDING", "SUCCESS", "SUCCESS");
    assertThat(delays).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(90));
    assertThat(results).containsExactly(CommitStatusListener.Result.SET);
    assertThat(events).isEmpty();
  }

  @Fault(value = "a forge that is away, and an error in the program", holds = "I6")
  @Test
  void attemptsEndAndAreReportedOnceAnHour() throws InterruptedException {
    delivery.deliver(waiting);
    newest = Statuses.queued("shop", 2, State.PENDING);
    duringDelay = newest;
    delivery.deliver(waiting);

    assertThat(sent).hasSize(10);
    assertThat(delays)
        .startsWith(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10))
        .hasSize(8);
    assertThat(results)
        .containsExactly(CommitStatusListener.Result.FAILED, CommitStatusListener.Result.FAILED);
    assertThat(events)
        .containsExactly(
            "CommitStatusFailed: spec.source.report: the status of a commit could not be written: unexpected IllegalStateException. Further failures are not reported for an hour.");
  }

  @Test
  void aRefusalAndALongLimitAreFinal() throws InterruptedException {
    answers.add(new StatusAttempt.Rejected("spec.source.commitStatus: no."));
    answers.add(new StatusAttempt.Failed("come back tomorrow.", Duration.ofHours(24)));

    delivery.deliver(waiting);
    newest = Statuses.queued("other", 1, State.PENDING);
    delivery.deliver(waiting);

    assertThat(delays).isEmpty();
    assertThat(results)
        .containsExactly(CommitStatusListener.Result.REJECTED, CommitStatusListener.Result.FAILED);
    assertThat(events).hasSize(2);
  }
}
