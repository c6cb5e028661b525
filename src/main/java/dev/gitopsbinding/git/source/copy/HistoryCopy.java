package dev.gitopsbinding.git.source.copy;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.transport.CommitSink;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The local copy of a branch's history on disk, as deep as was needed so far. Used by one thread at
 * a time.
 */
public final class HistoryCopy {
  /** Longer than a push waits for its list of commits; most syncs have more time left. */
  private static final Duration HURRIED = Duration.ofSeconds(6);

  private final Connector connector;
  private final Place place;
  private final FilterSelection filters;
  private final DepthLimit limit = new DepthLimit();
  private final LocalHistory held = new LocalHistory();
  private final FirstFetch firstFetch;
  private boolean complete;

  /**
   * Where copies are.
   *
   * @param folder the folder of the local copies
   * @param sizeLimit a copy larger than this, in bytes, is replaced by a new one
   * @param owner identifies the copy in the disk budget, and deletes it if others need its room
   * @param nanos a monotonic time, in nanoseconds
   * @param sinks makes what takes the commits of one fetch, which may outlast its deadline
   */
  public record Place(
      Path folder,
      long sizeLimit,
      DiskBudget budget,
      CopyOwner owner,
      LongSupplier nanos,
      Supplier<CommitSink> sinks) {
    BareClone open() throws IOException {
      return BareClone.create(folder, budget.open(owner));
    }
  }

  /**
   * @param filters the ones to use, the next one if the server refuses the one before; the last one
   *     is {@link HistoryFilter#EVERYTHING}
   */
  public HistoryCopy(Connector connector, Place place, List<HistoryFilter> filters) {
    this.connector = connector;
    this.place = place;
    this.filters = new FilterSelection(filters);
    this.firstFetch = new FirstFetch(connector, place, this.filters, held);
  }

  /** From now on the copy is worth fetching all files, if the server cannot leave them out. */
  public void acceptFiles() {
    firstFetch.acceptFiles();
  }

  /** The copy; empty if there is none. */
  public Optional<FileRepository> repository() {
    return held.repository();
  }

  /** Whether the copy holds a commit. */
  public boolean holds(CommitSha commit) {
    return held.holds(commit);
  }

  /** The commits from which everything that the copy holds is found, the tip first. */
  public List<ObjectId> heads() {
    return held.heads();
  }

  /** The step that was fetched last: 0 is a short history. */
  public int step() {
    return held.step();
  }

  /** The number of steps. */
  public int steps() {
    return filter().steps();
  }

  /** Whether no fetch can bring older commits: the copy holds the whole history, or the most. */
  public boolean isDeepest() {
    return complete || step() + 1 >= steps();
  }

  /** Whether a deeper fetch is allowed. */
  public boolean canDeepen() {
    return mayAskForFilterAgain() || (!isDeepest() && limit.allows(step() + 1, now()));
  }

  private int nextStep(TimeLimit deadline) {
    return filter().next(step(), limit.mayLeap(steps() - 1, deadline.remaining(), now()));
  }

  /** A server that could leave out nothing may have learned it. */
  private boolean mayAskForFilterAgain() {
    return filter() == HistoryFilter.EVERYTHING
        && isDeepest()
        && !complete
        && filters.isRefusalOld(now());
  }

  private long now() {
    return place.nanos().getAsLong();
  }

  /**
   * Fetches the branch a step deeper. If that does not fit, the copy stays as it is.
   *
   * @return a step that does not fit is {@link Fetched.TooMuch}, or fails if it may fit next time
   */
  public Result<Fetched> deepen(Remote remote, TimeLimit deadline) throws IOException {
    boolean again = mayAskForFilterAgain();
    int next = again ? step() : nextStep(deadline);
    LocalHistory.End before = held.end();
    Result<Fetched> fetched =
        again
            ? askForFilterAgain(remote, deadline)
            : firstFetch.run(remote, next, filters.last(), deadline);
    return switch (fetched) {
      case Result.Ok<Fetched>(Fetched.Commit _) -> {
        limit.succeeded();
        LocalHistory.End now = held.end();
        // A source that is shallow itself sends the same once more.
        complete = now.shallow().isEmpty() || now.equals(before);
        if (held.isLargerThan(place.sizeLimit())) {
          limit.refuse(next, now());
        }
        yield fetched;
      }
      case Result.Ok<Fetched> _ -> {
        limit.refuse(next, now());
        yield fetched;
      }
      case Result.Failed<Fetched>(Failure failure) ->
          limit.failed(failure.reason(), step(), next, firstFetch.had(), now())
              ? Result.ok(new Fetched.TooMuch())
              : fetched;
    };
  }

  /** The same step, which is deeper if the server leaves out the files. */
  private Result<Fetched> askForFilterAgain(Remote remote, TimeLimit deadline) throws IOException {
    int refused = filters.retry(now());
    Result<Fetched> fetched = firstFetch.run(remote, step(), refused - 1, deadline);
    if (!(fetched instanceof Result.Ok<Fetched>(Fetched.Commit _))) {
      filters.restore(refused);
    }
    return fetched;
  }

  /** Fetches what is new in the branch, or a short history if there is no copy. */
  public Result<Fetched> update(Remote remote, TimeLimit deadline) throws IOException {
    BareClone local = held.bareClone().orElse(null);
    boolean hurried = isHurried(deadline);
    if (local == null || local.isLargerThan(place.sizeLimit())) {
      return begin(remote, deadline);
    }
    Result<Fetched> fetched = fetch(remote, local, deadline, HistoryFetch::update);
    return switch (fetched) {
      case Result.Ok<Fetched>(Fetched.Commit(ObjectId id)) -> {
        held.moved(id);
        yield fetched;
      }
      case Result.Ok<Fetched>(Fetched.FilterRefused _) -> begin(remote, deadline);
      case Result.Ok<Fetched>(Fetched.TooMuch()) -> {
        limit.forget();
        yield begin(remote, deadline);
      }
      case Result.Failed<Fetched>(Failure failure) ->
          switch (failure.reason()) {
            // The cause may be the local copy or a rewritten history; a new copy will show.
            case REMOTE_ERROR, INTERNAL_ERROR, RECEIVED_TOO_MUCH, CACHE_FULL ->
                begin(remote, deadline);
            case TIMED_OUT -> {
              // The fetch was given up, but may still write to the copy. Where there was little
              // time, it adds a pack at most, which does no harm.
              if (!hurried) {
                discard();
              }
              yield fetched;
            }
            default -> fetched;
          };
    };
  }

  /** A fetch that ends early for lack of time is no reason to discard the copy of all callers. */
  private static boolean isHurried(TimeLimit deadline) {
    return deadline.remaining().compareTo(HURRIED) < 0;
  }

  /** Fetches a commit that may have left the branch into the copy. */
  public Result<Fetched> fetchCommit(Remote remote, CommitSha commit, TimeLimit deadline)
      throws IOException {
    BareClone local = held.bareClone().orElse(null);
    if (local == null) {
      return Result.ok(new Fetched.TooMuch());
    }
    boolean hurried = isHurried(deadline);
    Result<Fetched> fetched =
        fetch(remote, local, deadline, (fetch, transport) -> fetch.commit(transport, commit));
    if (fetched instanceof Result.Ok<Fetched>(Fetched.Commit(ObjectId id))) {
      held.added(id);
    } else if (!hurried && HistoryFetch.isLate(fetched)) {
      discard();
    }
    return fetched;
  }

  /** A read of a copy that is deleted afterwards. */
  @FunctionalInterface
  public interface Reading {
    void read(FileRepository local, ObjectId head) throws IOException;
  }

  /**
   * Fetches a commit that may have left the branch, with its history, into a copy of its own, which
   * is read and deleted.
   *
   * @param aside how deep to go, a step from 0
   */
  public Result<Fetched> fetchAside(
      Remote remote, CommitSha commit, int aside, TimeLimit deadline, Reading reading)
      throws IOException {
    try (BareClone local = place.open()) {
      Result<Fetched> fetched =
          fetch(
              remote,
              local,
              deadline,
              (fetch, transport) -> fetch.commit(transport, aside, commit));
      if (fetched instanceof Result.Ok<Fetched>(Fetched.Commit(ObjectId id))) {
        reading.read(local.repository(), id);
      }
      return fetched;
    } catch (FailureException e) {
      return Result.failed(e.failure());
    }
  }

  /** Deletes the copy. */
  public void discard() throws IOException {
    held.discard();
  }

  private Result<Fetched> begin(Remote remote, TimeLimit deadline) throws IOException {
    discard();
    if (filters.isRefusalOld(now())) {
      filters.restart();
    }
    Result<Fetched> fetched = firstFetch.run(remote, 0, filters.last(), deadline);
    complete = false;
    return fetched instanceof Result.Ok<Fetched>(Fetched.TooMuch())
        ? Result.failed(tooMuch(remote))
        : fetched;
  }

  private Result<Fetched> fetch(
      Remote remote, BareClone local, TimeLimit deadline, HistoryFetch.Kind kind)
      throws IOException {
    return HistoryFetch.run(
        connector, remote, local, filter(), place.sinks().get(), deadline, kind);
  }

  private HistoryFilter filter() {
    return filters.selected();
  }

  private static Failure tooMuch(Remote remote) {
    return new Failure.Remote(
        Reason.RECEIVED_TOO_MUCH,
        "The history of the %s is too large to be read: even a short part of it has more objects than are accepted."
            .formatted(remote.branch()));
  }
}
