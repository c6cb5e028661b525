package dev.gitopsbinding.git.source;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.RemoteAddress;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.PendingRequest;
import dev.gitopsbinding.net.share.SingleFlightCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;

/**
 * Reads the tips of source branches. Callers with the same branch and credential share one read; a
 * caller does not wait long for a read of another tenant, and then starts its own. A failure goes
 * to all callers that waited for the read, and is not kept. Thread-safe; callers block.
 */
public final class SourceTips {
  private record Key(RemoteAddress address, String branch, String credential) {}

  private final LsRefs lsRefs;
  private final SingleFlightCache<Key, Result<CommitSha>> answers;

  /**
   * @param clock a monotonic clock, for the age of reads
   * @param capacity how many tips are kept, at least 1
   */
  public SourceTips(Connector connector, Clock clock, int capacity) {
    this.lsRefs = new LsRefs(connector);
    this.answers =
        new SingleFlightCache<>(
            clock, capacity, Result.Ok.class::isInstance, SourceTips::isTimeout);
  }

  /**
   * The commit that the branch points at.
   *
   * @param notBefore a tip that was read earlier is not used
   * @param timeout how long to wait at most; zero ends at once
   * @return fails as {@link LsRefs#tip} does, and with {@code TIMED_OUT}
   */
  public Result<Tip> tip(Remote remote, Instant notBefore, Duration timeout) {
    return answers
        .getPending(
            remote.tenant(),
            key(remote),
            notBefore,
            timeout,
            (request, left) -> read(remote, request, left))
        .map(read -> read.answer().then(commit -> Result.ok(new Tip(commit, read.askedAt()))))
        .orElseGet(() -> Result.failed(timedOut(remote, timeout)));
  }

  private Optional<Result<CommitSha>> read(
      Remote remote, PendingRequest request, Duration timeout) {
    // JGit needs a repository for its configuration; nothing is stored in this one.
    try (InMemoryRepository empty =
        new InMemoryRepository(new DfsRepositoryDescription("ls-refs"))) {
      return lsRefs.tip(remote, empty, timeout, request);
    }
  }

  private static boolean isTimeout(Result<CommitSha> result) {
    return result instanceof Result.Failed<CommitSha>(Failure failure)
        && failure.reason() == Reason.TIMED_OUT;
  }

  private static Failure timedOut(Remote remote, Duration timeout) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The %s was not read within %d s. Check the host's health, or raise spec.timeout"
            .formatted(remote.branch(), Math.round(timeout.toMillis() / 1000.0)));
  }

  private static Key key(Remote remote) {
    return new Key(
        RemoteAddress.of(remote.branch().url()),
        remote.branch().branch(),
        remote.credential().digest());
  }
}
