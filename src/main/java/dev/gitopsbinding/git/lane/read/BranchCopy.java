package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.TrackingRef;
import dev.gitopsbinding.git.store.read.CopyHistory;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.WatchedUse;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A shallow local copy of one branch, and the last known tip. Used by one thread at a time, except
 * where noted. An {@link IOException} always means that the local copy is damaged.
 */
public final class BranchCopy implements AutoCloseable {
  /**
   * A tip of the branch, whose objects the copy holds; it was the tip at {@code readAt} or later.
   */
  public record LocalTip(ObjectId id, Instant readAt) {
    /** The commit id. */
    public CommitSha sha() {
      return new CommitSha(id.name());
    }
  }

  /** What is fetched into a new copy. */
  @FunctionalInterface
  interface NewCopy<T> {
    T fetch(Transport transport, FileRepository local) throws IOException;
  }

  private final Connector connector;
  private final LaneSettings settings;
  private final DiskBudget budget;
  private final CopyOwner owner;
  private volatile @Nullable BareClone clone;
  private volatile @Nullable LocalTip tip;
  private final CopyHistory history = new CopyHistory();
  private final HeadCopy heads;

  /**
   * @param owner identifies the copy in the disk budget, and deletes it if others need its room
   */
  public BranchCopy(
      Connector connector, LaneSettings settings, DiskBudget budget, CopyOwner owner) {
    this.connector = connector;
    this.settings = settings;
    this.budget = budget;
    this.owner = owner;
    this.heads = new HeadCopy(connector, settings, this);
  }

  /** The base that pushes to this branch build on, if it is the head of one. */
  public HeadCopy heads() {
    return heads;
  }

  /** The last tip that was read; empty before the first read, and after {@link #discard}. */
  public Optional<LocalTip> known() {
    return Optional.ofNullable(tip);
  }

  /** The last tip, if it was read at {@code notBefore} or later. Any thread may call it. */
  public Optional<LocalTip> known(Instant notBefore) {
    return known().filter(last -> !last.readAt().isBefore(notBefore));
  }

  /**
   * Answers a read without contacting the host. Any thread may call it.
   *
   * @return empty if the host has to be contacted
   * @throws IOException also if the local copy is deleted meanwhile
   */
  public <T> Optional<Result<T>> answer(TipRead<T> read, Instant notBefore) throws IOException {
    LocalTip fresh = known(notBefore).orElse(null);
    BareClone local = clone;
    if (fresh == null || local == null) {
      return Optional.empty();
    }
    FileRepository repository = local.repository();
    return !history.canDeepen() || !read.needsHistory(repository, fresh)
        ? Optional.of(read.read(repository, fresh))
        : Optional.empty();
  }

  /** The repository of the copy; an empty new one if there is none. */
  public FileRepository repository() throws IOException {
    BareClone local = clone;
    if (local == null) {
      local = BareClone.create(settings.cacheFolder(), budget.open(owner));
      clone = local;
    }
    return local.repository();
  }

  /**
   * Reads the tip from the host, and fetches it if it moved.
   *
   * @return fails as {@link LsRefs#tip} and {@link Connector#with} do
   */
  public Result<LocalTip> refresh(Remote remote, TimeLimit deadline) throws IOException {
    Instant asked = settings.steady().instant();
    Result<CommitSha> advertised =
        new LsRefs(connector).tip(remote, repository(), deadline.remaining());
    return switch (advertised) {
      case Result.Failed<CommitSha>(Failure failure) -> Result.failed(failure);
      case Result.Ok<CommitSha>(CommitSha sha) -> {
        ObjectId id = ObjectId.fromString(sha.hex());
        LocalTip last = tip;
        if (last == null || isTooLarge()) {
          yield fetchNewCopy(remote, asked, deadline);
        }
        yield last.id().equals(id)
            ? Result.ok(know(id, asked))
            : update(remote, last.id(), asked, deadline);
      }
    };
  }

  /**
   * Fetches the tip with up to some thousand older commits into a new copy. A new one is needed
   * because JGit fetches nothing into a copy that holds the tip already.
   */
  Result<LocalTip> deepen(Remote remote, TimeLimit deadline) throws IOException {
    Instant asked = settings.steady().instant();
    Result<LocalTip> deepened = fetchNewCopy(remote, asked, deadline, history.depth());
    switch (deepened) {
      case Result.Failed<LocalTip>(Failure failure) -> history.couldNotDeepen(failure);
      case Result.Ok<LocalTip> _ -> history.deepened();
    }
    return deepened;
  }

  /** The history of the branch, as far as is known. */
  public CopyHistory history() {
    return history;
  }

  /** Records that a push from this copy moved the branch to {@code id}. */
  public LocalTip advance(ObjectId id, Instant at) throws IOException {
    TrackingRef.set(repository(), id);
    return know(id, at);
  }

  /** Whether the copy is so large that a new fetch has to replace it, or there is none. */
  boolean isTooLarge() throws IOException {
    BareClone local = clone;
    return local == null || local.isLargerThan(settings.cacheSizeLimit());
  }

  /** Whether this is the repository of the copy now. */
  boolean isCurrent(FileRepository repository) {
    BareClone local = clone;
    return local != null && local.repository().equals(repository);
  }

  /** Whether the tip is {@code commit} or descends from it, in the history of the copy. */
  public boolean tipHolds(ObjectId commit) throws IOException {
    LocalTip last = tip;
    return last != null && TrackingRef.descends(repository(), last.id(), commit);
  }

  /** Reports the measured size of the copy to the disk budget. */
  public void settle() throws IOException {
    BareClone local = clone;
    if (local != null) {
      local.settle();
    }
  }

  /** Deletes the copy; the next use makes a new one. */
  public void discard() throws IOException {
    tip = null;
    history.reset();
    BareClone old = clone;
    clone = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() throws IOException {
    discard();
  }

  private Result<LocalTip> update(Remote remote, ObjectId last, Instant asked, TimeLimit deadline)
      throws IOException {
    FileRepository local = repository();
    WatchedUse<NewerTip> use =
        new WatchedUse<>(transport -> NewerTip.fetch(transport, local, remote, last));
    Result<NewerTip> fetched = fetch(remote, local, deadline, use);
    return switch (fetched) {
      case Result.Failed<NewerTip>(Failure failure) ->
          failure.reason() == Reason.TIMED_OUT && use.end()
              ? Result.failed(failure)
              : afterFailure(failure, remote, asked, deadline);
      case Result.Ok<NewerTip>(NewerTip.OtherHistory()) -> fetchNewCopy(remote, asked, deadline);
      case Result.Ok<NewerTip>(NewerTip.Descendant(ObjectId id)) -> Result.ok(know(id, asked));
    };
  }

  private Result<LocalTip> fetchNewCopy(Remote remote, Instant asked, TimeLimit deadline)
      throws IOException {
    return fetchNewCopy(remote, asked, deadline, 1);
  }

  private Result<LocalTip> fetchNewCopy(Remote remote, Instant asked, TimeLimit deadline, int depth)
      throws IOException {
    Result<ObjectId> fetched =
        fetchNew(
            remote,
            deadline,
            (transport, local) -> {
              transport.setDepth(depth);
              return TrackingRef.fetch(transport, local, remote, NullProgressMonitor.INSTANCE);
            });
    return switch (fetched) {
      case Result.Failed<ObjectId>(Failure failure) -> Result.failed(failure);
      case Result.Ok<ObjectId>(ObjectId id) -> Result.ok(knowNew(id, asked));
    };
  }

  /** Fetches into a new copy; if that fails, there is no copy. */
  <T> Result<T> fetchNew(Remote remote, TimeLimit deadline, NewCopy<T> content) throws IOException {
    discard();
    FileRepository local = repository();
    Result<T> fetched =
        fetch(remote, local, deadline, transport -> content.fetch(transport, local));
    if (fetched instanceof Result.Failed<T>) {
      discard();
    }
    return fetched;
  }

  /** Records that the tip is {@code id}, which a new copy holds. */
  LocalTip knowNew(ObjectId id, Instant asked) throws IOException {
    ObjectId last = history.last().orElse(null);
    if (last != null && !TrackingRef.descends(repository(), id, last)) {
      history.broken();
    }
    return know(id, asked);
  }

  private Result<LocalTip> afterFailure(
      Failure failure, Remote remote, Instant asked, TimeLimit deadline) throws IOException {
    return switch (failure.reason()) {
      // The cause may be the local copy or a rewritten history; a fetch into a new copy will show.
      case REMOTE_ERROR, INTERNAL_ERROR, RECEIVED_TOO_MUCH, CACHE_FULL ->
          fetchNewCopy(remote, asked, deadline);
      case TIMED_OUT -> {
        // The fetch was given up, but may still write to the copy.
        discard();
        yield Result.failed(failure);
      }
      default -> Result.failed(failure);
    };
  }

  /**
   * @param local passed in, so that a fetch that was given up never writes to a newer copy
   */
  <T> Result<T> fetch(Remote remote, FileRepository local, TimeLimit deadline, Connector.Use<T> use)
      throws IOException {
    Result<T> fetched =
        connector.with(remote, local, GitListener.Operation.FETCH, deadline.remaining(), use);
    settle();
    return fetched;
  }

  /** Records that the tip is {@code id}, whose objects the copy holds. */
  public LocalTip know(ObjectId id, Instant readAt) {
    LocalTip known = new LocalTip(id, readAt);
    tip = known;
    history.seen(id);
    return known;
  }
}
