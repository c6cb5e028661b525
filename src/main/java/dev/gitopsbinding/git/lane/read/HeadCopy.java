package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.merge.Fork;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.protocol.ObjectCountLimit;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.TrackingRef;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.WatchedUse;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The base of a head in the local copy of the head, with as many commits of both as are needed to
 * find where they fork. A copy whose branch nobody pushes to as a head holds none of this. Used by
 * the thread of the queue only.
 */
public final class HeadCopy {
  /** Commits: more than a head of some bindings has, and few enough to be fetched at once. */
  static final int USUAL_DEPTH = 100;

  /**
   * The base in one repository of the copy; not valid for another one.
   *
   * @param depth how many commits were fetched
   */
  private record Known(
      FileRepository repository, String base, ObjectId tip, Instant readAt, int depth) {}

  /**
   * How a head compares with its base.
   *
   * @param tips the tips that were compared
   * @param head the head's tip, which exists
   */
  public record Relation(HeadTips tips, ObjectId head, Fork fork) {}

  private record Compared(FileRepository repository, Relation relation) {}

  private final Connector connector;
  private final LaneSettings settings;
  private final BranchCopy copy;
  private @Nullable Known known;
  private @Nullable Compared compared;

  /** The depth of the next new copy; more after the usual depth was not enough to compare. */
  private int depth = USUAL_DEPTH;

  /** Whether more than the usual depth is too much for the host or this operator. */
  private boolean tooDeep;

  HeadCopy(Connector connector, LaneSettings settings, BranchCopy copy) {
    this.connector = connector;
    this.settings = settings;
    this.copy = copy;
  }

  /** The last tips with this base, if they were read at {@code notBefore} or later. */
  public Optional<HeadTips> known(RemoteBranch base, Instant notBefore) {
    return valid(base).map(this::tips).filter(tips -> !tips.readAt().isBefore(notBefore));
  }

  /**
   * Reads both tips from the host in one round trip, and fetches what moved.
   *
   * @param remote the head
   * @return fails as {@link LsRefs#pair} and {@link Connector#with} do
   */
  public Result<HeadTips> refresh(Remote remote, RemoteBranch base, TimeLimit deadline)
      throws IOException {
    Instant asked = settings.steady().instant();
    Result<LsRefs.Pair> advertised =
        new LsRefs(connector).pair(remote, base, copy.repository(), deadline.remaining());
    return switch (advertised) {
      case Result.Failed<LsRefs.Pair>(Failure failure) -> Result.failed(failure);
      case Result.Ok<LsRefs.Pair>(LsRefs.Pair pair) -> {
        boolean exists = pair.tip() != null;
        Known last = valid(base).orElse(null);
        Fetch fetch = new Fetch(remote, base, exists, asked, deadline);
        if (last == null || exists != copy.known().isPresent() || copy.isTooLarge()) {
          yield fetchNewCopy(fetch, depth);
        }
        if (last.tip().equals(id(pair.base())) && isTip(pair.tip())) {
          yield Result.ok(know(fetch, last.tip(), last.depth()));
        }
        yield update(fetch, last);
      }
    };
  }

  /**
   * Compares the tips; fetches more commits, once, if the copy holds too few to compare them.
   *
   * @param head the tip of the head in {@code tips}
   * @return fails as a fetch does
   */
  public Result<Relation> compare(
      Remote remote, RemoteBranch base, HeadTips tips, ObjectId head, TimeLimit deadline)
      throws IOException {
    Compared last = compared;
    if (last != null
        && copy.isCurrent(last.repository())
        && last.relation().head().equals(head)
        && last.relation().tips().base().equals(tips.base())) {
      return Result.ok(new Relation(tips, head, last.relation().fork()));
    }
    FileRepository local = copy.repository();
    Fork fork =
        HeavyCopy.look(
            local, remote, () -> Fork.of(local, head, tips.base(), settings.committers()));
    Known at = valid(base).orElse(null);
    int deep = copy.history().depth();
    if (fork.known() || tooDeep || at == null || at.depth() >= deep) {
      Relation relation = new Relation(tips, head, fork);
      compared = new Compared(local, relation);
      return Result.ok(relation);
    }
    depth = deep;
    Result<HeadTips> more =
        fetchNewCopy(new Fetch(remote, base, true, settings.steady().instant(), deadline), deep);
    return switch (more) {
      case Result.Failed<HeadTips>(Failure failure) -> Result.failed(failure);
      case Result.Ok<HeadTips>(HeadTips now) when now.head() != null ->
          compare(remote, base, now, now.head(), deadline);
      case Result.Ok<HeadTips> _ -> throw new IllegalStateException("the head was fetched");
    };
  }

  private record Fetch(
      Remote remote, RemoteBranch base, boolean exists, Instant asked, TimeLimit deadline) {
    /** Fetches the head, if it exists, and the base; the base comes last. */
    List<ObjectId> over(Transport transport, FileRepository local, ProgressMonitor monitor)
        throws IOException {
      return exists
          ? TrackingRef.fetch(transport, local, remote.branch(), base, monitor)
          : List.of(TrackingRef.fetchBase(transport, local, base, monitor));
    }
  }

  private Result<HeadTips> update(Fetch fetch, Known last) throws IOException {
    FileRepository local = last.repository();
    ObjectId head = copy.known().map(BranchCopy.LocalTip::id).orElse(null);
    WatchedUse<Optional<List<ObjectId>>> use =
        new WatchedUse<>(transport -> newer(transport, fetch, last, head));
    Result<Optional<List<ObjectId>>> fetched =
        copy.fetch(fetch.remote(), local, fetch.deadline(), use);
    return switch (fetched) {
      case Result.Ok<Optional<List<ObjectId>>>(Optional<List<ObjectId>> tips)
          when tips.isPresent() -> {
        if (fetch.exists()) {
          copy.know(tips.get().getFirst(), fetch.asked());
        }
        yield Result.ok(know(fetch, tips.get().getLast(), last.depth()));
      }
      case Result.Ok<Optional<List<ObjectId>>> _ -> fetchNewCopy(fetch, depth);
      case Result.Failed<Optional<List<ObjectId>>>(Failure failure) ->
          switch (failure.reason()) {
            case REMOTE_ERROR, INTERNAL_ERROR, RECEIVED_TOO_MUCH, CACHE_FULL ->
                fetchNewCopy(fetch, depth);
            case TIMED_OUT -> {
              if (!use.end()) {
                // The fetch was given up, but may still write to the copy.
                copy.discard();
              }
              yield Result.failed(failure);
            }
            default -> Result.failed(failure);
          };
    };
  }

  /** Both tips; empty if one does not descend from the last one, or there are too many objects. */
  private static Optional<List<ObjectId>> newer(
      Transport transport, Fetch fetch, Known last, @Nullable ObjectId head) throws IOException {
    ObjectCountLimit limit = new ObjectCountLimit(NewerTip.MAX_NEW_OBJECTS);
    FileRepository local = last.repository();
    try {
      List<ObjectId> tips = fetch.over(transport, local, limit);
      boolean descend =
          TrackingRef.descends(local, tips.getLast(), last.tip())
              && (head == null || TrackingRef.descends(local, tips.getFirst(), head));
      return descend ? Optional.of(tips) : Optional.empty();
    } catch (TransportException e) {
      if (limit.exceeded()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Result<HeadTips> fetchNewCopy(Fetch fetch, int commits) throws IOException {
    // Nothing below the base is needed where there is no head.
    int wanted = fetch.exists() ? commits : 1;
    Result<List<ObjectId>> fetched =
        copy.fetchNew(
            fetch.remote(),
            fetch.deadline(),
            (transport, local) -> {
              transport.setDepth(wanted);
              return fetch.over(transport, local, NullProgressMonitor.INSTANCE);
            });
    return switch (fetched) {
      case Result.Ok<List<ObjectId>>(List<ObjectId> tips) -> {
        if (fetch.exists()) {
          copy.knowNew(tips.getFirst(), fetch.asked());
        }
        yield Result.ok(know(fetch, tips.getLast(), wanted));
      }
      case Result.Failed<List<ObjectId>>(Failure failure) -> fetchLess(fetch, wanted, failure);
    };
  }

  private Result<HeadTips> fetchLess(Fetch fetch, int wanted, Failure failure) throws IOException {
    boolean tooMuch = failure.reason() == Reason.RECEIVED_TOO_MUCH;
    if (wanted > USUAL_DEPTH
        && (tooMuch
            || failure.reason() == Reason.TIMED_OUT
            || failure.reason() == Reason.CACHE_FULL)) {
      tooDeep = true;
      depth = USUAL_DEPTH;
      return tooMuch ? fetchNewCopy(fetch, depth) : Result.failed(failure);
    }
    if (tooMuch && wanted > 1) {
      tooDeep = true;
      depth = 1;
      return fetchNewCopy(fetch, depth);
    }
    return Result.failed(failure);
  }

  private HeadTips know(Fetch fetch, ObjectId base, int commits) throws IOException {
    Known now = new Known(copy.repository(), fetch.base().branch(), base, fetch.asked(), commits);
    known = now;
    if (fetch.exists()) {
      copy.known().ifPresent(tip -> copy.know(tip.id(), fetch.asked()));
    } else {
      // A head that is made again does not hold what an earlier one held.
      copy.history().broken();
    }
    return tips(now);
  }

  private HeadTips tips(Known now) {
    ObjectId head = copy.known().map(BranchCopy.LocalTip::id).orElse(null);
    return new HeadTips(head, now.tip(), now.readAt());
  }

  private Optional<Known> valid(RemoteBranch base) {
    return Optional.ofNullable(known)
        .filter(last -> last.base().equals(base.branch()) && copy.isCurrent(last.repository()));
  }

  private boolean isTip(@Nullable CommitSha tip) {
    ObjectId last = copy.known().map(BranchCopy.LocalTip::id).orElse(null);
    return tip == null ? last == null : last != null && id(tip).equals(last);
  }

  private static ObjectId id(CommitSha sha) {
    return ObjectId.fromString(sha.hex());
  }
}
