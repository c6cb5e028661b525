package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.protocol.ObjectCountLimit;
import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.git.store.CopyHistory;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.TrackingRef;
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
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Transport;

/**
 * What is known of one branch: its tip, and a shallow local copy that holds it. Used by one thread
 * at a time. An {@link IOException} always means that the local copy is damaged.
 */
public final class BranchCopy implements AutoCloseable {
  /** The branch's tip; it was this one at {@code readAt} or later. */
  public record LocalTip(ObjectId id, Instant readAt) {
    public CommitSha sha() {
      return new CommitSha(id.name());
    }
  }

  /** What a fetch into a copy that held an older tip brought. */
  public sealed interface Fetched {
    /** The same tip, or one that descends from it. */
    record News(ObjectId tip) implements Fetched {}

    /** Another history, or so much that it must be one. */
    record Other() implements Fetched {}
  }

  private static final int MAX_NEW_OBJECTS = 20_000;

  private final Connector connector;
  private final LaneSettings settings;
  private final DiskBudget budget;
  private final CopyOwner owner;
  private volatile Optional<BareClone> clone = Optional.empty();
  private volatile Optional<LocalTip> tip = Optional.empty();
  private final CopyHistory history = new CopyHistory();

  /**
   * @param owner who gives the local copy up where others need its room
   */
  public BranchCopy(
      Connector connector, LaneSettings settings, DiskBudget budget, CopyOwner owner) {
    this.connector = connector;
    this.settings = settings;
    this.budget = budget;
    this.owner = owner;
  }

  /** The last tip that was read, whose objects are at hand. */
  public Optional<LocalTip> known() {
    return tip;
  }

  /** The last tip that was read, if it was read then or later; any thread may ask for it. */
  public Optional<LocalTip> known(Instant notBefore) {
    return tip.filter(known -> !known.readAt().isBefore(notBefore));
  }

  /**
   * Answers from what is at hand, on any thread.
   *
   * @throws IOException also if the local copy is deleted meanwhile
   */
  public <T> Optional<Result<T>> answer(QueuedRead.Question<T> question, Instant notBefore)
      throws IOException {
    Optional<LocalTip> fresh = known(notBefore);
    Optional<BareClone> local = clone;
    if (fresh.isEmpty() || local.isEmpty()) {
      return Optional.empty();
    }
    FileRepository repository = local.get().repository();
    return !history.canDeepen() || !question.wantsHistory(repository, fresh.get())
        ? Optional.of(question.ask(repository, fresh.get()))
        : Optional.empty();
  }

  public FileRepository repository() throws IOException {
    if (clone.isEmpty()) {
      clone = Optional.of(BareClone.create(settings.cacheFolder(), budget.open(owner)));
    }
    return clone.get().repository();
  }

  /** Asks the host for the tip, and fetches it if it moved. */
  public Result<LocalTip> refresh(Remote remote, TimeLimit deadline) throws IOException {
    Instant asked = settings.steady().instant();
    Result<CommitSha> advertised =
        new LsRefs(connector).tip(remote, repository(), deadline.remaining());
    return switch (advertised) {
      case Result.Failed<CommitSha>(Failure failure) -> Result.failed(failure);
      case Result.Ok<CommitSha>(CommitSha sha) -> {
        ObjectId id = ObjectId.fromString(sha.hex());
        if (tip.isEmpty() || clone.orElseThrow().isLargerThan(settings.cacheSizeLimit())) {
          yield fetchAnew(remote, asked, deadline);
        }
        yield tip.get().id().equals(id)
            ? Result.ok(know(id, asked))
            : fetchNews(remote, tip.get().id(), asked, deadline);
      }
    };
  }

  /**
   * Fetches the tip with up to some thousand commits before it, into a new copy: JGit asks for
   * nothing where the tip is at hand.
   */
  Result<LocalTip> deepen(Remote remote, TimeLimit deadline) throws IOException {
    Instant asked = settings.steady().instant();
    Result<LocalTip> deepened = fetchAnew(remote, asked, deadline, history.depth());
    switch (deepened) {
      case Result.Failed<LocalTip>(Failure failure) -> history.couldNotDeepen(failure);
      case Result.Ok<LocalTip> _ -> history.deepened();
    }
    return deepened;
  }

  public CopyHistory history() {
    return history;
  }

  /** The branch was moved to {@code id} by a push of this copy's objects. */
  public LocalTip advance(ObjectId id, Instant at) throws IOException {
    TrackingRef.set(repository(), id);
    return know(id, at);
  }

  /** Whether the tip is {@code commit} or, as far as is known, descends from it. */
  public boolean tipHolds(ObjectId commit) throws IOException {
    return tip.isPresent() && TrackingRef.descends(repository(), tip.get().id(), commit);
  }

  /** Puts on the books what the local copy takes on disk after it was written to. */
  public void settle() throws IOException {
    Optional<BareClone> local = clone;
    if (local.isPresent()) {
      local.get().settle();
    }
  }

  /** Forgets everything; the next use begins with a new copy. */
  public void discard() throws IOException {
    tip = Optional.empty();
    history.beginAnew();
    Optional<BareClone> old = clone;
    clone = Optional.empty();
    if (old.isPresent()) {
      old.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    discard();
  }

  private Result<LocalTip> fetchNews(
      Remote remote, ObjectId last, Instant asked, TimeLimit deadline) throws IOException {
    FileRepository local = repository();
    WatchedUse<Fetched> use = new WatchedUse<>(transport -> news(transport, local, remote, last));
    Result<Fetched> fetched = fetch(remote, local, deadline, use);
    return switch (fetched) {
      case Result.Failed<Fetched>(Failure failure) ->
          failure.reason() == Reason.TIMED_OUT && use.end()
              ? Result.failed(failure)
              : afterFailure(failure, remote, asked, deadline);
      case Result.Ok<Fetched>(Fetched.Other()) -> fetchAnew(remote, asked, deadline);
      case Result.Ok<Fetched>(Fetched.News(ObjectId id)) -> Result.ok(know(id, asked));
    };
  }

  private Result<LocalTip> fetchAnew(Remote remote, Instant asked, TimeLimit deadline)
      throws IOException {
    return fetchAnew(remote, asked, deadline, 1);
  }

  private Result<LocalTip> fetchAnew(Remote remote, Instant asked, TimeLimit deadline, int depth)
      throws IOException {
    discard();
    FileRepository local = repository();
    Result<ObjectId> fetched =
        fetch(
            remote,
            local,
            deadline,
            transport -> {
              transport.setDepth(depth);
              return TrackingRef.fetch(transport, local, remote, NullProgressMonitor.INSTANCE);
            });
    return switch (fetched) {
      case Result.Failed<ObjectId>(Failure failure) -> {
        discard();
        yield Result.failed(failure);
      }
      case Result.Ok<ObjectId>(ObjectId id) -> {
        Optional<ObjectId> last = history.last();
        if (last.isPresent() && !TrackingRef.descends(repository(), id, last.get())) {
          history.broken();
        }
        yield Result.ok(know(id, asked));
      }
    };
  }

  private Result<LocalTip> afterFailure(
      Failure failure, Remote remote, Instant asked, TimeLimit deadline) throws IOException {
    return switch (failure.reason()) {
      // The cause may be the local copy or a rewritten history; a fetch into a new copy tells.
      case REMOTE_ERROR, INTERNAL_ERROR, RECEIVED_TOO_MUCH, CACHE_FULL ->
          fetchAnew(remote, asked, deadline);
      case TIMED_OUT -> {
        // A fetch that was given up may still write.
        discard();
        yield Result.failed(failure);
      }
      default -> Result.failed(failure);
    };
  }

  /**
   * @param local looked up before: a fetch that was given up must not see a newer copy
   */
  private <T> Result<T> fetch(
      Remote remote, FileRepository local, TimeLimit deadline, Connector.Use<T> use)
      throws IOException {
    Result<T> fetched =
        connector.with(remote, local, GitListener.Operation.FETCH, deadline.remaining(), use);
    settle();
    return fetched;
  }

  /** Fetches over an open transport; what this cache knows stays as it is. */
  public static Fetched news(
      Transport transport, FileRepository local, Remote remote, ObjectId last) throws IOException {
    ObjectCountLimit limit = new ObjectCountLimit(MAX_NEW_OBJECTS);
    try {
      ObjectId id = TrackingRef.fetch(transport, local, remote, limit);
      return TrackingRef.descends(local, id, last) ? new Fetched.News(id) : new Fetched.Other();
    } catch (TransportException e) {
      if (limit.exceeded()) {
        return new Fetched.Other();
      }
      throw e;
    }
  }

  /** The tip is {@code id}, whose objects are at hand. */
  public LocalTip know(ObjectId id, Instant readAt) {
    LocalTip known = new LocalTip(id, readAt);
    tip = Optional.of(known);
    history.seen(id);
    return known;
  }
}
