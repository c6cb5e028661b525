package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.lane.ExpectedPushes.Expectation;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.BranchDeletion;
import dev.gitopsbinding.git.lane.read.FileRead;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.git.lane.read.HeadStateRead;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.OwnChangeRead;
import dev.gitopsbinding.git.lane.read.TipRead;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.git.store.read.History;
import dev.gitopsbinding.git.store.read.LastChange;
import dev.gitopsbinding.git.store.read.OwnChange;
import dev.gitopsbinding.git.store.read.OwnCommits;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
  private final ReadRunner reads;
  private final Connector connector;
  private final ExpectedPushes expected = new ExpectedPushes();
  private final GitListener listener;
  private final OwnCommits.Memory ownCommits = new OwnCommits.Memory();

  /**
   * @param budget divides the disk between all local copies of this process
   */
  public Lanes(
      Connector connector, LaneSettings settings, DiskBudget budget, GitListener listener) {
    this.settings = settings;
    this.connector = connector;
    this.listener = listener;
    this.directory = new LaneDirectory(connector, settings, budget, listener, expected);
    this.reads = new ReadRunner(directory);
  }

  /** Who commits for the operator. */
  public Committers committers() {
    return settings.committers();
  }

  /**
   * Records that the manifest of a binding is on this branch from now on, and on no other. A local
   * copy that no binding refers to any more is deleted as soon as it is not in use.
   */
  public void name(BindingId binding, Remote manifest) {
    name(binding, manifest, manifest.branch().branch());
  }

  /**
   * The same for a binding that pushes to another branch.
   *
   * @param pushBranch the short name of the branch that the binding pushes to: a valid branch name
   */
  public void name(BindingId binding, Remote manifest, String pushBranch) {
    directory.name(binding, manifest, branch(manifest, pushBranch));
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
    return reads.ask(remote, notBefore, timeout, new FileRead(settings, remote.branch(), path));
  }

  /**
   * Begins to fetch a branch of which no tip is known, in the background. A read that follows is
   * answered from it, or fails by itself.
   *
   * @param notBefore as in {@link #read}; not later than that of the reads that are to follow
   * @param timeout how long the fetch may take
   */
  public void prepare(Remote remote, Instant notBefore, Duration timeout) {
    if (knownTip(remote, Instant.MIN).isEmpty()) {
      reads.begin(remote, notBefore, timeout);
    }
  }

  /**
   * As {@link #read}, but never contacts the host.
   *
   * @return empty if the host would have to be contacted
   */
  public Optional<Result<FileAtTip>> atHand(Remote remote, RepositoryPath path, Instant notBefore) {
    TipRead<FileAtTip> read = new FileRead(settings, remote.branch(), path);
    return reads.known(remote, notBefore, read);
  }

  /**
   * Finds the newest known commit that changed the file, starting at the last tip that was read.
   *
   * @param timeout how long to wait; zero ends at once
   */
  public Result<LastChange> lastChange(Remote remote, RepositoryPath path, Duration timeout) {
    return reads.ask(
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
    return reads.ask(
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
   * Compares the head of pushes with its base. Both tips are read in one round trip.
   *
   * @param base the branch that edits build on
   * @param branch another branch of the same repository, by its short name: a valid branch name
   * @param notBefore tips that were read at this instant or later are used without contacting the
   *     host
   * @param timeout how long to wait; zero ends at once
   */
  public Result<HeadState> head(Remote base, String branch, Instant notBefore, Duration timeout) {
    return reads.queue(branch(base, branch), notBefore, timeout, new HeadStateRead(base.branch()));
  }

  /**
   * Deletes a branch if it still points at the expected commit.
   *
   * @param base another branch of the repository, which is never deleted, with the credential
   * @param branch the branch to delete, by its short name: a valid branch name
   * @param timeout how long to wait; zero ends at once
   * @return false if the branch points at another commit, or is gone
   */
  public Result<Boolean> deleteBranch(
      Remote base, String branch, CommitSha expectedTip, Duration timeout) {
    if (branch.equals(base.branch().branch())) {
      return Result.failed(
          new Failure.Spec(
              Reason.INVALID_SPEC,
              "spec.push.branch: %s is the branch of the manifest, which is never deleted. Name another branch"
                  .formatted(branch)));
    }
    return reads.queue(
        branch(base, branch), Instant.MIN, timeout, new BranchDeletion(connector, expectedTip));
  }

  /**
   * Queues a change set.
   *
   * @param base the branch that the edits build on
   * @param pushBranch the branch to move, by its short name: the base, or another branch of the
   *     same repository, its head. A head that does not exist is made at the tip of the base
   */
  public PendingPush submit(Remote base, String pushBranch, ChangeSet changeSet) {
    Remote target = branch(base, pushBranch);
    QueuedPush push = new QueuedPush(target, base.branch(), changeSet);
    long queued = System.nanoTime();
    listener.pushQueued();
    var _ =
        push.result()
            .whenComplete(
                (_, _) -> listener.pushEnded(Duration.ofNanos(System.nanoTime() - queued)));
    if (!directory.offer(target, queue -> queue.offer(push))) {
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

  /** How many branches have state, in memory or on disk. For tests. */
  int size() {
    return directory.size();
  }

  /** Withdraws waiting pushes, waits up to 10 s for work in progress, deletes local copies. */
  @Override
  public void close() {
    directory.close(CLOSE_GRACE);
  }

  private static Remote branch(Remote base, String branch) {
    return branch.equals(base.branch().branch())
        ? base
        : new Remote(
            new RemoteBranch(base.branch().url(), branch),
            base.credential(),
            base.tenant(),
            base.payers());
  }
}
