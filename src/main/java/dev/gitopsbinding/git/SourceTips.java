package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;

/**
 * Tells what branches point at. All who ask for one branch with one credential share one read: one
 * at a time is under way, and its answer is kept for those who do not need a newer one. Failures
 * are shared by those who waited for them, and not kept. Thread-safe; callers block.
 */
public final class SourceTips {
  private record Key(
      RepositoryUrl.Scheme scheme, String user, BranchIdentity branch, String credential) {}

  private record Flight(Instant start, CompletableFuture<Result<Tip>> landing) {}

  private final LsRefs lsRefs;
  private final Clock clock;
  private final Map<Key, Flight> flights = new HashMap<>();
  private final Map<Key, Tip> known;

  SourceTips(Connector connector, Clock clock, int capacity) {
    this.lsRefs = new LsRefs(connector);
    this.clock = clock;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Tip> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * What the branch points at.
   *
   * @param notBefore an older read is not good enough
   * @param timeout how long to wait at most
   * @return fails as reading from a host can fail, and with {@code BRANCH_NOT_FOUND} or {@code
   *     REPOSITORY_EMPTY}
   */
  public Result<Tip> tip(Remote remote, Instant notBefore, Duration timeout) {
    Key key = key(remote);
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      Flight mine = new Flight(clock.instant(), new CompletableFuture<>());
      Flight flight;
      synchronized (this) {
        Tip tip = known.get(key);
        if (tip != null && !tip.at().isBefore(notBefore)) {
          return Result.ok(tip);
        }
        flight = flights.getOrDefault(key, mine);
        flights.put(key, flight);
      }
      if (flight.equals(mine)) {
        return fly(key, mine, remote, left);
      }
      Optional<Result<Tip>> shared = await(flight, remote, left);
      if (shared.isPresent() && !flight.start().isBefore(notBefore) && !isTimeOut(shared.get())) {
        return shared.get();
      }
      if (end - System.nanoTime() <= 0 || Thread.currentThread().isInterrupted()) {
        return Result.failed(timedOut(remote, timeout));
      }
    }
  }

  private Result<Tip> fly(Key key, Flight flight, Remote remote, Duration timeout) {
    Result<Tip> result = Result.failed(new Failure.Internal("reading the tip failed"));
    try {
      result = read(remote, timeout).then(commit -> Result.ok(new Tip(commit, flight.start())));
    } finally {
      land(key, flight, result);
    }
    return result;
  }

  private Result<CommitSha> read(Remote remote, Duration timeout) {
    // JGit wants a repository to read settings from; nothing is ever stored in this one.
    try (InMemoryRepository nothing =
        new InMemoryRepository(new DfsRepositoryDescription("ls-refs"))) {
      return lsRefs.tip(remote, nothing, timeout);
    }
  }

  private void land(Key key, Flight flight, Result<Tip> result) {
    synchronized (this) {
      flights.remove(key);
      if (result instanceof Result.Ok<Tip>(Tip tip)) {
        known.put(key, tip);
      }
    }
    flight.landing().complete(result);
  }

  private static Optional<Result<Tip>> await(Flight flight, Remote remote, Duration timeout) {
    try {
      return Optional.of(
          flight.landing().get(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading " + remote.branch() + " failed", e);
    }
  }

  /** The one who read may have had less time than this one has. */
  private static boolean isTimeOut(Result<Tip> result) {
    return result instanceof Result.Failed<Tip>(Failure failure)
        && failure.reason() == Reason.TIMED_OUT;
  }

  private static Failure timedOut(Remote remote, Duration timeout) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The %s was not read within %d s. Check the host's health, or raise spec.timeout"
            .formatted(remote.branch(), Math.round(timeout.toMillis() / 1000.0)));
  }

  private static Key key(Remote remote) {
    RepositoryUrl url = remote.branch().url();
    return new Key(
        url.scheme(), JGitUris.user(url), remote.branch().identity(), remote.credential().digest());
  }
}
