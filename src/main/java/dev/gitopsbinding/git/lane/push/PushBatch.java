package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.PushGroups.Group;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings change sets onto a branch with as few pushes as possible: all in one, again whenever the
 * branch moved, and in halves when the server refuses, until the offenders stand alone.
 */
public final class PushBatch {
  private record Sent(Group group, PushAttempt.Prepared made) {
    AppliedBatch round() {
      return made.round();
    }
  }

  private static final int MAX_LOCK_REFUSALS = 5;
  private static final int MAX_RACES = 20;
  private static final int MAX_ERRORS = 2;

  /** What became of a push may be read for so long even after the deadline. */
  private static final Duration VERIFY = Duration.ofSeconds(10);

  private final Connector connector;
  private final BranchCopy cache;
  private final LaneSettings settings;
  private final GitListener listener;
  private final Remote remote;
  private final TimeLimit deadline;
  private final Backoff backoff;
  private final PushGroups groups = new PushGroups();
  private final PushFailures failures;

  /** How many change sets go in one push; fewer on a branch that others push to all the time. */
  private int limit = Integer.MAX_VALUE;

  private Optional<Failure> lastFailure = Optional.empty();

  public PushBatch(
      Connector connector,
      BranchCopy cache,
      LaneSettings settings,
      GitListener listener,
      Remote remote,
      TimeLimit deadline) {
    this.connector = connector;
    this.cache = cache;
    this.settings = settings;
    this.listener = listener;
    this.remote = remote;
    this.failures = new PushFailures(remote.branch(), settings.batchDeadline());
    this.deadline = deadline;
    this.backoff = new Backoff(settings.jitter());
  }

  /** Answers every push. */
  public void push(List<QueuedPush> pushes) {
    pushRepairing(Group.untried(pushes));
    while (!groups.isEmpty()) {
      Group group = groups.next(limit);
      if (deadline.expired() || Thread.currentThread().isInterrupted()) {
        fail(group.pushes(), lastFailure.orElseGet(failures::contended));
      } else {
        pushRepairing(group);
      }
    }
  }

  private void pushRepairing(Group group) {
    try {
      pushGroup(group);
    } catch (HeavyCopy.NoTurnException e) {
      // The local copy is sound: fetching it again would need even more turns.
      fail(group.pushes(), e.failure());
    } catch (IOException e) {
      try {
        cache.discard();
        pushGroup(group);
      } catch (IOException again) {
        again.addSuppressed(e);
        fail(group.pushes(), LocalCopyFailure.failure(remote.branch(), again));
      }
    }
  }

  private void pushGroup(Group group) throws IOException {
    Optional<BranchCopy.LocalTip> known = cache.known();
    Result<BranchCopy.LocalTip> tip =
        known.isPresent() ? Result.ok(known.get()) : cache.refresh(remote, deadline);
    switch (tip) {
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip base) -> pushOnto(group, base);
      case Result.Failed<BranchCopy.LocalTip>(Failure failure) -> fail(group.pushes(), failure);
    }
  }

  private void pushOnto(Group group, BranchCopy.LocalTip base) throws IOException {
    PushAttempt attempt = new PushAttempt(connector, settings, remote, cache.repository());
    PushAttempt.Outcome outcome =
        group.contended()
            ? attempt.atNews(base, group.pushes(), patience(group))
            : attempt.at(base, group.pushes(), patience(group));
    switch (outcome) {
      case PushAttempt.Outcome.NotSent notSent -> notSent(group, notSent);
      case PushAttempt.Outcome.Sent(PushAttempt.Prepared made, PushResponse answer) -> {
        cache.know(made.base().id(), made.base().readAt());
        made.round().settle(made.base());
        if (made.round().commits() > 0) {
          handle(new Sent(group, made), answer);
        }
      }
    }
  }

  private void notSent(Group group, PushAttempt.Outcome.NotSent how) throws IOException {
    if (!how.sound()) {
      // What was given up may still write, and a failure may be the local copy's.
      cache.discard();
    }
    switch (cache.refresh(remote, deadline)) {
      case Result.Ok<BranchCopy.LocalTip> _ ->
          groups.push(new Group(group.pushes(), group.refusals(), false));
      case Result.Failed<BranchCopy.LocalTip>(Failure reading) -> fail(group.pushes(), reading);
    }
  }

  private void handle(Sent sent, PushResponse answer) throws IOException {
    switch (answer) {
      case PushResponse.Accepted() -> landed(sent);
      case PushResponse.Moved() -> again(sent, sent.group().refusals(), Optional.empty());
      case PushResponse.Refused refused -> refused(sent, refused);
      case PushResponse.Unknown(Failure failure) -> unknown(sent, failure);
    }
  }

  /** A push of many leaves time for its halves: one of them may be what makes the server hang. */
  private Duration patience(Group group) {
    return group.pushes().size() == 1 ? deadline.remaining() : deadline.remaining().dividedBy(2);
  }

  private void landed(Sent sent) throws IOException {
    listener.pushed(sent.round().commits());
    limit = (int) Math.min(Integer.MAX_VALUE, 2L * limit);
    try {
      cache.advance(sent.made().top(), sent.made().at());
    } finally {
      // It is on the server, whatever becomes of the local copy.
      sent.round().landed(sent.made().top(), sent.made().at(), settings.clock().instant());
    }
  }

  private void again(Sent sent, int refusals, Optional<Failure> because) {
    lastFailure = because;
    listener.rejectedPushRetried();
    if (sent.group().contended()) {
      // The larger the push, the longer it takes, and the surer somebody else is faster.
      limit = Math.max(1, sent.round().commits() / 2);
    }
    backoff.pause(deadline);
    groups.push(new Group(sent.round().waiting(), refusals, true));
  }

  private void refused(Sent sent, PushResponse.Refused refused) throws IOException {
    switch (cache.refresh(remote, deadline.orAtLeast(VERIFY))) {
      case Result.Failed<BranchCopy.LocalTip>(Failure failure) ->
          fail(sent.round().waiting(), failure);
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip now) -> {
        boolean moved = !now.id().equals(sent.made().base().id());
        int refusals = sent.group().refusals() + 1;
        // A concurrent push often appears as a failed ref lock.
        boolean locked = refused.byLock() && !refused.byRule();
        boolean race = locked && refusals < (moved ? MAX_RACES : MAX_LOCK_REFUSALS);
        Failure failure =
            locked && moved
                ? failures.overtaken(refused.words())
                : failures.declined(refused.words());
        // A moved tip excuses one refusal; after the second the batch is bisected.
        boolean mayPass = moved && !refused.byRule() && refusals == 1;
        if (race || mayPass) {
          again(sent, refusals, race ? Optional.empty() : Optional.of(failure));
        } else {
          divide(sent.round(), failure);
        }
      }
    }
  }

  private void unknown(Sent sent, Failure failure) throws IOException {
    Result<BranchCopy.LocalTip> tip = cache.refresh(remote, deadline.orAtLeast(VERIFY));
    while (tip instanceof Result.Failed<BranchCopy.LocalTip>(Failure reading)
        && PushFailures.passes(reading)
        && !deadline.expired()
        // Every read fails at once then, and no pause is one.
        && !Thread.currentThread().isInterrupted()) {
      backoff.pause(deadline);
      tip = cache.refresh(remote, deadline);
    }
    switch (tip) {
      case Result.Failed<BranchCopy.LocalTip> _ -> fail(sent.round().waiting(), failure);
      case Result.Ok<BranchCopy.LocalTip> _ when cache.tipHolds(sent.made().top()) -> {
        listener.pushed(sent.round().commits());
        sent.round().landed(sent.made().top(), sent.made().at(), settings.clock().instant());
      }
      case Result.Ok<BranchCopy.LocalTip> _ -> notLanded(sent, failure);
    }
  }

  private void notLanded(Sent sent, Failure failure) throws IOException {
    lastFailure = Optional.of(failure);
    boolean alone = sent.round().commits() == 1;
    int refusals = sent.group().refusals() + (PushFailures.answered(failure) ? 1 : 0);
    if (!PushFailures.passes(failure) || (alone && refusals >= MAX_ERRORS)) {
      fail(sent.round().waiting(), failure);
    } else if (alone || failure.reason() == Reason.HOST_UNREACHABLE) {
      if (PushFailures.answered(failure)) {
        // The fault may be the local copy's.
        cache.discard();
      }
      backoff.pause(deadline);
      groups.push(new Group(sent.round().waiting(), refusals, false));
    } else {
      divide(sent.round(), failure);
    }
  }

  /** Halves a round that was refused; who stands alone is the offender. */
  private void divide(AppliedBatch round, Failure failure) {
    groups.refused();
    List<QueuedPush> rest = round.waiting();
    if (round.commits() > 1) {
      groups.halve(rest, rest.indexOf(round.committed().get(round.commits() / 2)));
      return;
    }
    fail(round.committed(), failure);
    groups.offenderFound();
    lastFailure = Optional.of(failures.crowdedOut());
    rest = rest.stream().filter(push -> !push.isDone()).toList();
    if (!rest.isEmpty()) {
      groups.push(Group.untried(rest));
    }
  }

  private void fail(List<QueuedPush> pushes, Failure failure) {
    pushes.stream()
        .filter(push -> !push.isDone())
        .forEach(push -> push.complete(new PushResult.Failed(failure)));
  }
}
