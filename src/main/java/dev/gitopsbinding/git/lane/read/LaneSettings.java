package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.model.ChangeSet;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How lanes work.
 *
 * @param cacheFolder where the local copies of repositories are kept; of this process alone
 * @param committer the committer of every commit
 * @param fileSizeLimit the largest file that is read, in bytes
 * @param batchDeadline how long one batch may take from its begin to its last answer
 * @param cacheSizeLimit a local copy larger than this is fetched again, in bytes
 * @param idleTime a local copy not used for this long is deleted
 * @param clock for the times in commits
 * @param steady tells how old a read is; a monotonic clock
 * @param jitter for the pauses between attempts
 * @param maxCacheBytes what all local copies together may take, in bytes
 */
public record LaneSettings(
    Path cacheFolder,
    ChangeSet.Author committer,
    int fileSizeLimit,
    Duration batchDeadline,
    long cacheSizeLimit,
    Duration idleTime,
    Clock clock,
    Clock steady,
    RandomGenerator jitter,
    long maxCacheBytes) {
  private static final long CACHE_SIZE_LIMIT = 512L << 20;
  private static final Duration IDLE_TIME = Duration.ofHours(1);

  /** Caches of 512 MiB, or of half of what all may take, that live idle for an hour. */
  public static LaneSettings of(GitSettings settings, Path folder, Clock clock, Clock steady) {
    return new LaneSettings(
        folder,
        settings.committer(),
        settings.maxFileBytes(),
        settings.batchDeadline(),
        Math.min(CACHE_SIZE_LIMIT, settings.maxCacheBytes() / 2),
        IDLE_TIME,
        clock,
        steady,
        RandomGenerator.getDefault(),
        settings.maxCacheBytes());
  }
}
