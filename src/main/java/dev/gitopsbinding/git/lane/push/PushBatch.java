package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Pushes change sets to a branch with as few pushes as possible: all in one push, repeated when the
 * branch moved, and in halves when the server refuses it, until each refused change set is alone.
 */
public final class PushBatch {
  private record SentGroup(PushGroup group, PushAttempt.Prepared made) {
    AppliedBatch applied() {
      return made.applied();
    }

    void land(Instant accepted) {
      boolean created = made.ground().expected().equals(ObjectId.zeroId());
      applied().landed(made.top(), made.at(), accepted, created);
    }
  }

  private static final int MAX_LOCK_REFUSALS = 5;
  private static final int MAX_RACES = 20;
  private static final int MAX_ERRORS = 2;

  /** After the deadline, the result of a sent push may still be read for this time. */
  private static final Duration VERIFY_TIME = Duration.ofSeconds(10);

  private final Connector connector;
  private final PushSite site;
  private final LaneSettings settings;
  private final GitListener listener;
  private final TimeLimit deadline;
  private final Backoff backoff;
  private final PushGroups groups = new PushGroups();
  private final PushFailures failures;

  /** The most change sets in one push; reduced while other writers are faster. */
  private int limit = Integer.MAX_VALUE;

  private @Nullable Failure lastFailure;
  private boolean overtaken;

  /**
   * @param deadline for the whole batch
   */
  public PushBatch(
      Connector connector,
      PushSite site,
      LaneSettings settings,
      GitListener listener,
      TimeLimit deadline) {
    this.connector = connector;
    this.site = site;
    this.settings = settings;
    this.listener = listener;
    this.failures = new PushFailures(site.remote().branch(), settings.batchDeadline());
    this.deadline = deadline;
    this.backoff = new Backoff(settings.jitter());
  }

  /** Completes every push. */
  public void push(List<QueuedPush> pushes) {
    site.begin(pushes);
    pushRepairing(PushGroup.untried(pushes));
    while (!groups.isEmpty()) {
      PushGroup group = groups.next(limit);
      if (deadline.expired() || Thread.currentThread().isInterrupted()) {
        fail(group.pushes(), lastFailure == null ? failures.contended() : lastFailure);
      } else {
        pushRepairing(group);
      }
    }
  }

  /** Whether another writer moved the branch before one of the pushes. */
  public boolean wasOvertaken() {
    return overtaken;
  }

  private void pushRepairing(PushGroup group) {
    try {
      pushGroup(group);
    } catch (HeavyCopy.NoTurnException e) {
      // The local copy is intact, and a new one would need even more turns.
      fail(group.pushes(), e.failure());
    } catch (IOException e) {
      try {
        site.discard();
        pushGroup(group);
      } catch (IOException again) {
        again.addSuppressed(e);
        fail(group.pushes(), LocalCopyFailure.failure(site.remote().branch(), again));
      }
    }
  }

  private void pushGroup(PushGroup group) throws IOException {
    boolean read = group.contended() && !site.fetchesWhilePushing();
    switch (read ? site.refresh(deadline) : site.ground(deadline)) {
      case Result.Ok<Ground>(Ground ground) -> pushOnto(group, ground);
      case Result.Failed<Ground>(Failure failure) -> fail(group.pushes(), failure);
    }
  }

  private void pushOnto(PushGroup group, Ground ground) throws IOException {
    PushAttempt attempt = new PushAttempt(connector, settings, site.remote(), site.repository());
    PushAttempt.Outcome outcome =
        group.contended() && site.fetchesWhilePushing()
            ? attempt.atNewestTip(ground.expected(), group.pushes(), timeout(group))
            : attempt.at(ground, group.pushes(), timeout(group));
    switch (outcome) {
      case PushAttempt.Outcome.NotSent notSent -> notSent(group, notSent);
      case PushAttempt.Outcome.Attempted(PushAttempt.Prepared made, PushResponse response) -> {
        site.know(made.ground());
        made.applied().settle(made.ground().reported());
        if (made.applied().needsPush()) {
          handle(new SentGroup(group, made), response);
        }
      }
    }
  }

  private void notSent(PushGroup group, PushAttempt.Outcome.NotSent how) throws IOException {
    if (!how.intact()) {
      // The attempt may still write to the copy, and the copy may be the cause of the failure.
      site.discard();
    }
    switch (site.refresh(deadline)) {
      case Result.Ok<Ground> _ ->
          groups.push(new PushGroup(group.pushes(), group.refusals(), false));
      case Result.Failed<Ground>(Failure reading) -> fail(group.pushes(), reading);
    }
  }

  private void handle(SentGroup sent, PushResponse response) throws IOException {
    switch (response) {
      case PushResponse.Accepted() -> landed(sent);
      case PushResponse.Moved() -> {
        overtaken = true;
        again(sent, sent.group().refusals(), null);
      }
      case PushResponse.Refused refused -> refused(sent, refused);
      case PushResponse.Unreachable(Failure failure) -> fail(sent.applied().waiting(), failure);
      case PushResponse.Unknown(Failure failure) -> unknown(sent, failure);
    }
  }

  /** A large push leaves time for its halves: one change set may be what makes the server hang. */
  private Duration timeout(PushGroup group) {
    return group.pushes().size() == 1 ? deadline.remaining() : deadline.remaining().dividedBy(2);
  }

  private void landed(SentGroup sent) throws IOException {
    listener.pushed(sent.applied().pushed());
    limit = (int) Math.min(Integer.MAX_VALUE, 2L * limit);
    try {
      site.advance(sent.made().top(), sent.made().at());
    } finally {
      // The push succeeded, even if the local copy cannot record it.
      sent.land(settings.clock().instant());
    }
  }

  private void again(SentGroup sent, int refusals, @Nullable Failure because) {
    lastFailure = because;
    listener.rejectedPushRetried();
    if (sent.group().contended()) {
      // A large push takes longer, so that another writer is more likely to be faster.
      limit = Math.max(1, sent.applied().commits() / 2);
    }
    backoff.sleep(deadline);
    groups.push(new PushGroup(sent.applied().waiting(), refusals, true));
  }

  private void refused(SentGroup sent, PushResponse.Refused refused) throws IOException {
    switch (site.read(deadline.orAtLeast(VERIFY_TIME))) {
      case Result.Failed<ObjectId>(Failure failure) -> fail(sent.applied().waiting(), failure);
      case Result.Ok<ObjectId>(ObjectId tip) -> {
        boolean moved = !tip.equals(sent.made().ground().expected());
        int refusals = sent.group().refusals() + 1;
        // A concurrent push often appears as a failed ref lock.
        boolean locked = refused.byLock() && !refused.byRule();
        boolean race = locked && refusals < (moved ? MAX_RACES : MAX_LOCK_REFUSALS);
        Failure failure =
            locked && moved
                ? failures.overtaken(refused.message())
                : failures.declined(refused.message());
        // A moved tip excuses one refusal; after the second the batch is bisected.
        boolean excused = moved && !refused.byRule() && refusals == 1;
        if (race || excused) {
          again(sent, refusals, race ? null : failure);
        } else {
          divide(sent.applied(), failure);
        }
      }
    }
  }

  private void unknown(SentGroup sent, Failure failure) throws IOException {
    // A read alone shows whether it landed: no merge is made for that.
    Result<ObjectId> tip = site.read(deadline.orAtLeast(VERIFY_TIME));
    while (tip instanceof Result.Failed<ObjectId>(Failure reading)
        && PushFailures.isTransient(reading)
        && !deadline.expired()
        // After an interrupt, reads fail and delays end at once.
        && !Thread.currentThread().isInterrupted()) {
      backoff.sleep(deadline);
      tip = site.read(deadline);
    }
    switch (tip) {
      case Result.Failed<ObjectId> _ -> fail(sent.applied().waiting(), failure);
      case Result.Ok<ObjectId> _ when site.holds(sent.made().top()) -> {
        listener.pushed(sent.applied().pushed());
        sent.land(settings.clock().instant());
      }
      case Result.Ok<ObjectId> _ -> notLanded(sent, failure);
    }
  }

  private void notLanded(SentGroup sent, Failure failure) throws IOException {
    lastFailure = failure;
    boolean alone = sent.applied().commits() <= 1;
    int refusals = sent.group().refusals() + (PushFailures.reachedHost(failure) ? 1 : 0);
    if (!PushFailures.isTransient(failure) || (alone && refusals >= MAX_ERRORS)) {
      fail(sent.applied().waiting(), failure);
    } else if (alone || failure.reason() == Reason.HOST_UNREACHABLE) {
      if (PushFailures.reachedHost(failure)) {
        // The local copy may be the cause.
        site.discard();
      }
      backoff.sleep(deadline);
      groups.push(new PushGroup(sent.applied().waiting(), refusals, false));
    } else {
      divide(sent.applied(), failure);
    }
  }

  /** Halves a refused batch; a change set that was refused alone fails. */
  private void divide(AppliedBatch batch, Failure failure) {
    groups.refused();
    List<QueuedPush> rest = batch.waiting();
    if (batch.commits() > 1) {
      groups.halve(rest, rest.indexOf(batch.committed().get(batch.commits() / 2)));
      return;
    }
    // Without a commit, it is the merge below that was refused.
    fail(batch.commits() == 0 ? rest : batch.committed(), failure);
    groups.refusedFound();
    lastFailure = failures.crowdedOut();
    rest = rest.stream().filter(push -> !push.isDone()).toList();
    if (!rest.isEmpty()) {
      groups.push(PushGroup.untried(rest));
    }
  }

  private void fail(List<QueuedPush> pushes, Failure failure) {
    pushes.stream()
        .filter(push -> !push.isDone())
        .forEach(push -> push.complete(new PushResult.Failed(failure)));
  }
}
