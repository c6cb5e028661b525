package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.notify.commitstatus.CommitStatusListener.Result;
import dev.gitopsbinding.notify.commitstatus.QueuedStatus.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers statuses, each in up to five attempts. Thread-safe; callers block. */
final class StatusDelivery {
  private static final Logger log = LoggerFactory.getLogger(StatusDelivery.class);

  /** How many are remembered, so that what a forge has is not sent again. */
  private static final int MAX_KNOWN = 2000;

  private final Attempts attempts;
  private final CommitStatusListener listener;
  private final FailureNotices notices;
  private final Map<Place, CommitStatus> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Makes attempts. */
  @FunctionalInterface
  interface Attempts {
    /** Makes one; see {@link StatusSender#attempt}. */
    StatusAttempt attempt(QueuedStatus queued) throws InterruptedException;
  }

  /** The statuses that are to be sent to one place, of which only the newest counts. */
  interface Waiting {
    /** The newest status. */
    QueuedStatus newest();

    /**
     * Returns after this time.
     *
     * @throws InterruptedException if the operator ends
     */
    void sleep(Duration time) throws InterruptedException;
  }

  StatusDelivery(Attempts attempts, CommitStatusListener listener, FailureNotices notices) {
    this.attempts = attempts;
    this.listener = listener;
    this.notices = notices;
  }

  /**
   * Delivers a status, or a newer one that came between two attempts, and reports the result.
   *
   * @return the status that was delivered or given up
   * @throws InterruptedException if the operator ends; nothing is reported then
   */
  QueuedStatus deliver(Waiting waiting) throws InterruptedException {
    QueuedStatus queued = waiting.newest();
    for (int made = 1; ; made++) {
      QueuedStatus newest = waiting.newest();
      if (!newest.equals(queued)) {
        queued = newest;
        made = 1;
      }
      if (isKnown(queued)) {
        return queued;
      }
      StatusAttempt attempt = attempt(queued);
      log.debug("Attempt {} to set {}: {}", made, queued.place(), attempt);
      Optional<Duration> wait =
          attempt instanceof StatusAttempt.Failed(var _, Duration least)
              ? StatusRetrySchedule.delay(made, least)
              : Optional.empty();
      if (wait.isEmpty()) {
        end(queued, attempt);
        return queued;
      }
      waiting.sleep(wait.get());
    }
  }

  private void end(QueuedStatus queued, StatusAttempt attempt) {
    switch (attempt) {
      case StatusAttempt.Done() -> {
        note(queued);
        listener.ended(Result.SET);
      }
      case StatusAttempt.Rejected(String problem) -> {
        listener.ended(Result.REJECTED);
        notices.report(queued.written(), problem);
      }
      case StatusAttempt.Failed(String problem, var _) -> {
        listener.ended(Result.FAILED);
        notices.report(queued.written(), problem);
      }
    }
  }

  private StatusAttempt attempt(QueuedStatus queued) throws InterruptedException {
    try {
      return attempts.attempt(queued);
    } catch (RuntimeException e) {
      // Without the exception's message, which may repeat what was sent; the Secret's read too
      // ends here if the API server does not answer.
      return new StatusAttempt.Failed(
          "spec.source.report: the status of a commit could not be written: unexpected %s."
              .formatted(e.getClass().getSimpleName()),
          Duration.ZERO);
    }
  }

  private synchronized boolean isKnown(QueuedStatus queued) {
    return queued.status().equals(known.get(queued.place()));
  }

  private synchronized void note(QueuedStatus queued) {
    known.put(queued.place(), queued.status());
    if (known.size() > MAX_KNOWN) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
