package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.lane.push.PendingPush;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.HeavyCopyRead;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.OwnChangeRead;
import dev.gitopsbinding.git.lane.read.Preview;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.TipReads;
import dev.gitopsbinding.git.store.BranchLine;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.FileAtTip;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.History;
import dev.gitopsbinding.git.store.LastChange;
import dev.gitopsbinding.git.store.OwnChange;
import dev.gitopsbinding.git.store.OwnCommits;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * All branches that are written to. Change sets for one branch are pushed in order and in batches;
 * nothing else is shared between branches, so that one that hangs delays no other.
 */
public final class Lanes implements AutoCloseable {
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);
  private static final Duration UNNAMED_IDLE_TIME = Duration.ofMinutes(1);

  private final Connector connector;
  private final LaneSettings settings;
  private final GitListener listener;
  private final Map<BranchIdentity, Lane> lanes = new ConcurrentHashMap<>();
  private final OwnCommits.Memory ownCommits = new OwnCommits.Memory();
  private final CopyNames names = new CopyNames();
  private final DiskBudget budget;
  private volatile boolean closed;

  public Lanes(Connector connector, LaneSettings settings, GitListener listener) {
    this.connector = connector;
    this.settings = settings;
    this.listener = listener;
    this.budget = new DiskBudget(settings.maxCacheBytes());
  }

  /**
   * Notes that a binding's manifest is there from now on, and nowhere else. A local copy that no
   * binding names any more is deleted as soon as it is not in use.
   */
  public void name(BindingId binding, Remote manifest) {
    names.name(binding, CopyNames.Copy.of(manifest)).ifPresent(this::retire);
  }

  /** Notes that a binding is gone, or reads no manifest for now. */
  public void release(BindingId binding) {
    names.release(binding).ifPresent(this::retire);
  }

  /**
   * The tip of the branch, if it was read or pushed then or later; never asks the host.
   *
   * @param notBefore an older read is not good enough
   */
  public Optional<Tip> knownTip(Remote remote, Instant notBefore) {
    return closed
        ? Optional.empty()
        : queue(remote).known(notBefore).map(tip -> new Tip(tip.sha(), tip.readAt()));
  }

  /**
   * Reads a file at the tip of the branch.
   *
   * @param notBefore a tip that was read then or later, or that was pushed then or later, is used
   *     without asking the host
   * @param timeout how long to wait
   */
  public Result<FileAtTip> read(
      Remote remote, RepositoryPath path, Instant notBefore, Duration timeout) {
    TipReads questions = new TipReads(settings, remote.branch());
    return ask(remote, notBefore, timeout, questions.file(path));
  }

  /**
   * As {@link #read}, but asks no host.
   *
   * @return empty where it would have to
   */
  public Optional<Result<FileAtTip>> atHand(Remote remote, RepositoryPath path, Instant notBefore) {
    TipReads questions = new TipReads(settings, remote.branch());
    return known(remote, notBefore, new HeavyCopyRead<>(remote, questions.file(path)));
  }

  /**
   * Finds the newest known commit that changed the file, starting at the last tip that was read.
   *
   * @param timeout how long to wait
   */
  public Result<LastChange> lastChange(Remote remote, RepositoryPath path, Duration timeout) {
    return ask(
        remote,
        Instant.MIN,
        timeout,
        (repository, tip) ->
            HeavyCopy.askInTurn(remote, () -> new History(repository, path).lastChange(tip.id())));
  }

  /**
   * Finds the newest commit that the operator made for the binding, starting at the last tip that
   * was read. Older commits than those at hand are fetched once for all who ask, some thousands at
   * most.
   *
   * @param known a commit of the branch up to which everything is known already
   * @param timeout how long to wait
   * @return empty if the history that was looked at holds none
   */
  public Result<Optional<OwnChange>> ownChange(
      Remote remote,
      BindingId binding,
      RepositoryPath path,
      Optional<CommitSha> known,
      Duration timeout) {
    return ask(
        remote,
        Instant.MIN,
        timeout,
        new OwnChangeRead(ownCommits, settings, remote.branch(), binding, path, known));
  }

  /** Tells of two reads whether commits may have left the branch between them; asks no host. */
  public BranchLine line(Remote remote) {
    return closed ? new BranchLine() : queue(remote).line();
  }

  /**
   * Applies the edits at the newest tip, and writes nothing.
   *
   * @param timeout how long to wait
   */
  public Result<Preview> preview(Remote base, ChangeSet changeSet, Duration timeout) {
    TipReads questions = new TipReads(settings, base.branch());
    return ask(base, settings.steady().instant(), timeout, questions.preview(changeSet));
  }

  /**
   * Queues a change set.
   *
   * @param base the branch that the edits are made on
   * @param pushBranch the branch to move, by its short name; today only the base branch itself
   */
  public PendingPush submit(Remote base, String pushBranch, ChangeSet changeSet) {
    QueuedPush push = new QueuedPush(base, changeSet);
    if (!pushBranch.equals(base.branch().branch())) {
      push.complete(
          new PushResult.Failed(
              new Failure.Spec(
                  Reason.INVALID_SPEC,
                  "A push to another branch than "
                      + base.branch().branch()
                      + " is not supported yet. Push to that branch.")));
      return push;
    }
    if (!offer(base, queue -> queue.offer(push))) {
      push.withdraw();
    }
    return push;
  }

  /**
   * Deletes the local copies that nobody used for the idle time, or for a minute where no binding
   * names them.
   */
  public void evictIdle() {
    lanes.keySet().forEach(branch -> lanes.computeIfPresent(branch, this::withoutIdle));
  }

  /** How many branches something is kept of, in memory or on disk. */
  public int size() {
    return lanes.size();
  }

  /** Withdraws what is queued, waits up to 10 seconds for what is in flight, and deletes caches. */
  @Override
  public void close() {
    closed = true;
    List<LaneQueue> queues =
        lanes.values().stream().flatMap(lane -> lane.queues().stream()).toList();
    queues.forEach(LaneQueue::stop);
    TimeLimit grace = TimeLimit.in(CLOSE_GRACE);
    queues.forEach(queue -> queue.close(grace));
  }

  private <T> Result<T> ask(
      Remote remote, Instant notBefore, Duration timeout, QueuedRead.Question<T> light) {
    Optional<Result<T>> known = known(remote, notBefore, new HeavyCopyRead<>(remote, light));
    if (known.isPresent()) {
      return known.get();
    }
    Remote shared = queue(remote).shared(remote);
    QueuedRead<T> read =
        new QueuedRead<>(
            shared, notBefore, TimeLimit.in(timeout), new HeavyCopyRead<>(shared, light));
    if (!offer(remote, queue -> queue.offer(read))) {
      return Result.failed(new Failure.Internal("The operator is shutting down."));
    }
    try {
      return read.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      read.fail(timedOut(remote, timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      read.fail(new Failure.Internal("The reading of " + remote.branch() + " was interrupted."));
    } catch (ExecutionException e) {
      throw new AssertionError("a read completes with a result only", e);
    }
    return read.result().join();
  }

  private <T> Optional<Result<T>> known(
      Remote remote, Instant notBefore, QueuedRead.Question<T> question) {
    return closed ? Optional.empty() : queue(remote).answer(question, notBefore);
  }

  private static Failure timedOut(Remote remote, Duration timeout) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The "
            + remote.branch()
            + " was not read within "
            + timeout.toMillis() / 1000.0
            + " s. "
            + Reason.TIMED_OUT.remedy());
  }

  private boolean offer(Remote remote, Predicate<LaneQueue> offer) {
    while (!closed) {
      if (offer.test(queue(remote))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private LaneQueue queue(Lane lane, RemoteBranch branch) {
    return new LaneQueue(lane, branch, connector, settings, budget, listener);
  }

  private LaneQueue queue(Remote remote) {
    Lane.Access access = Lane.Access.of(remote);
    AtomicReference<LaneQueue> found = new AtomicReference<>();
    lanes.compute(
        remote.branch().identity(),
        (_, known) -> {
          Lane lane = Optional.ofNullable(known).orElseGet(Lane::new);
          found.set(lane.queue(access, () -> queue(lane, remote.branch())));
          return lane;
        });
    found.get().usedBy(remote.tenant());
    return found.get();
  }

  // The type that Map.computeIfPresent asks for knows nothing but null to remove an entry.
  private Lane withoutIdle(BranchIdentity branch, Lane lane) {
    lane.evict(access -> idleTime(new CopyNames.Copy(branch, access)));
    return lane.isUnused() ? null : lane;
  }

  private Duration idleTime(CopyNames.Copy copy) {
    boolean brief = settings.idleTime().compareTo(UNNAMED_IDLE_TIME) < 0;
    return brief || names.isNamed(copy) ? settings.idleTime() : UNNAMED_IDLE_TIME;
  }

  private void retire(CopyNames.Copy copy) {
    lanes.computeIfPresent(
        copy.lane(),
        (_, lane) -> {
          if (!names.isNamed(copy)) {
            lane.retire(copy.access());
          }
          return lane.isUnused() ? null : lane;
        });
  }
}
