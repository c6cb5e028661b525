package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.lane.ExpectedPushes.Expectation;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.FileRead;
import dev.gitopsbinding.git.lane.read.HeavyCopyRead;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.OwnChangeRead;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.TipRead;
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
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PendingPush;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes manifest branches. Change sets for one branch are pushed in order and in
 * batches. Branches share nothing else, so that a host that hangs delays no other branch.
 * Thread-safe.
 */
public final class Lanes implements AutoCloseable {
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

  private final LaneSettings settings;
  private final LaneDirectory directory;
  private final ExpectedPushes expected = new ExpectedPushes();
  private final OwnCommits.Memory ownCommits = new OwnCommits.Memory();

  /** Lanes whose local copies have a disk budget of their own. */
  public Lanes(Connector connector, LaneSettings settings, GitListener listener) {
    this(connector, settings, new DiskBudget(settings.maxCacheBytes()), listener);
  }

  /**
   * @param budget divides the disk between all local copies of this process
   */
  public Lanes(
      Connector connector, LaneSettings settings, DiskBudget budget, GitListener listener) {
    this.settings = settings;
    this.directory = new LaneDirectory(connector, settings, budget, listener, expected);
  }

  /** The committer of the operator's commits. */
  public ChangeSet.Author committer() {
    return settings.committer();
  }

  /**
   * Records that the manifest of a binding is on this branch from now on, and on no other. A local
   * copy that no binding refers to any more is deleted as soon as it is not in use.
   */
  public void name(BindingId binding, Remote manifest) {
    directory.name(binding, manifest);
  }

  /**
   * Records that a new source commit wakes a binding, so that it will probably push soon. Pushes to
   * its branch with its credential wait for it, up to a second, to go in one batch with it. Ignored
   * until the manifest of the binding was read once.
   */
  public void expectPush(BindingId binding) {
    directory.expect(binding, Expectation.LIKELY);
  }

  /** Records that a sync of a binding begins, which may push; others wait a tenth of a second. */
  public void syncBegins(BindingId binding) {
    directory.expect(binding, Expectation.POSSIBLE);
  }

  /** Records that a sync of a binding has ended. */
  public void syncEnds(BindingId binding) {
    expected.ended(binding);
  }

  /** Records that a binding was deleted, or reads no manifest for now. */
  public void release(BindingId binding) {
    directory.release(binding);
  }

  /**
   * The last known tip of the branch; never contacts the host.
   *
   * @param notBefore a tip that was read or pushed earlier is not used
   * @return empty if there is no such tip
   */
  public Optional<Tip> knownTip(Remote remote, Instant notBefore) {
    return directory.isClosed()
        ? Optional.empty()
        : directory.queue(remote).known(notBefore).map(tip -> new Tip(tip.sha(), tip.readAt()));
  }

  /**
   * Reads a file at the tip of the branch.
   *
   * @param notBefore a tip that was read or pushed at this instant or later is used without
   *     contacting the host
   * @param timeout how long to wait; zero ends at once
   */
  public Result<FileAtTip> read(
      Remote remote, RepositoryPath path, Instant notBefore, Duration timeout) {
    return ask(remote, notBefore, timeout, new FileRead(settings, remote.branch(), path));
  }

  /**
   * As {@link #read}, but never contacts the host.
   *
   * @return empty if the host would have to be contacted
   */
  public Optional<Result<FileAtTip>> atHand(Remote remote, RepositoryPath path, Instant notBefore) {
    TipRead<FileAtTip> read = new FileRead(settings, remote.branch(), path);
    return known(remote, notBefore, new HeavyCopyRead<>(remote, read));
  }

  /**
   * Finds the newest known commit that changed the file, starting at the last tip that was read.
   *
   * @param timeout how long to wait; zero ends at once
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
   * was read. If the local copy holds too few commits, some thousand older ones are fetched once
   * for all callers.
   *
   * @param known a commit of the branch; older commits are not needed. Null to search them all
   * @param timeout how long to wait; zero ends at once
   * @return empty if the searched history holds no such commit
   */
  public Result<Optional<OwnChange>> ownChange(
      Remote remote,
      BindingId binding,
      RepositoryPath path,
      @Nullable CommitSha known,
      Duration timeout) {
    return ask(
        remote,
        Instant.MIN,
        timeout,
        new OwnChangeRead(ownCommits, settings, remote.branch(), binding, path, known));
  }

  /**
   * The current line of the branch: between two reads with the same line, no commit left the
   * branch. Never contacts the host.
   */
  public BranchLine line(Remote remote) {
    return directory.isClosed() ? new BranchLine() : directory.queue(remote).line();
  }

  /**
   * Queues a change set.
   *
   * @param base the branch that the edits are made on
   * @param pushBranch the branch to move, by its short name; only the base branch is supported yet
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
    if (!directory.offer(base, queue -> queue.offer(push))) {
      push.withdraw();
    }
    // After the offer: a batch that nothing else is expected for must not leave without this push.
    expected.submitted(changeSet.binding());
    return push;
  }

  /**
   * Deletes the local copies that were not used for the idle time, or for a minute if no binding
   * refers to them.
   */
  public void evictIdle() {
    directory.evictIdle();
  }

  /** How many branches have state, in memory or on disk. */
  public int size() {
    return directory.size();
  }

  /** Withdraws waiting pushes, waits up to 10 s for work in progress, deletes local copies. */
  @Override
  public void close() {
    directory.close(CLOSE_GRACE);
  }

  private <T> Result<T> ask(Remote remote, Instant notBefore, Duration timeout, TipRead<T> light) {
    Optional<Result<T>> known = known(remote, notBefore, new HeavyCopyRead<>(remote, light));
    if (known.isPresent()) {
      return known.get();
    }
    Remote shared = directory.queue(remote).shared(remote);
    QueuedRead<T> read =
        new QueuedRead<>(
            shared, notBefore, TimeLimit.in(timeout), new HeavyCopyRead<>(shared, light));
    if (!directory.offer(remote, queue -> queue.offer(read))) {
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

  private <T> Optional<Result<T>> known(Remote remote, Instant notBefore, TipRead<T> read) {
    return directory.isClosed()
        ? Optional.empty()
        : directory.queue(remote).answer(read, notBefore);
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
}
