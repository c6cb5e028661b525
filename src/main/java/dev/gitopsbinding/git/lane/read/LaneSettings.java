package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.model.change.ChangeSet;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The settings of lanes.
 *
 * @param cacheFolder the folder of the local copies; used by this process alone
 * @param committers who commits for the operator
 * @param fileSizeLimit the largest file that is read, in bytes
 * @param batchDeadline how long one batch may take, more than zero
 * @param cacheSizeLimit a local copy larger than this, in bytes, is replaced by a new fetch
 * @param idleTime a local copy not used for this long is deleted
 * @param clock for the times in commits
 * @param steady a monotonic clock, for the age of reads
 * @param recentTip a tip that was read or pushed within this time is pushed onto without another
 *     read. It may be the wrong one: then the push, which names it, is refused before anything is
 *     sent, and costs no more than the read. Zero to read before each push
 * @param gathering how long a push waits for others
 * @param jitter for the delays between attempts
 * @param maxCacheBytes what all local copies together may take, in bytes
 */
public record LaneSettings(
    Path cacheFolder,
    Committers committers,
    int fileSizeLimit,
    Duration batchDeadline,
    long cacheSizeLimit,
    Duration idleTime,
    Clock clock,
    Clock steady,
    Duration recentTip,
    GatheringLimits gathering,
    RandomGenerator jitter,
    long maxCacheBytes) {
  private static final long CACHE_SIZE_LIMIT = 512L << 20;
  private static final Duration IDLE_TIME = Duration.ofHours(1);
  private static final Duration RECENT_TIP = Duration.ofSeconds(1);

  /**
   * Local copies of 512 MiB, or of half of the cap for all copies, that are kept idle for an hour.
   */
  public static LaneSettings of(GitSettings settings, Path folder, Clock clock, Clock steady) {
    return new LaneSettings(
        folder,
        new Committers(settings.committer()),
        settings.maxFileBytes(),
        settings.batchDeadline(),
        Math.min(CACHE_SIZE_LIMIT, settings.maxCacheBytes() / 2),
        IDLE_TIME,
        clock,
        steady,
        RECENT_TIP,
        GatheringLimits.USUAL,
        RandomGenerator.getDefault(),
        settings.maxCacheBytes());
  }

  /** The committer of commits that no binding signs. */
  public ChangeSet.Author committer() {
    return committers.operator();
  }
}
