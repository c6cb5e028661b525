package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.ProcessFolder;
import dev.gitopsbinding.git.transport.ssh.SshWarmUp;
import dev.gitopsbinding.net.share.MemoryBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The git parts of one process: connector, source tips and histories, and lanes. */
public final class GitRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitRuntime.class);
  private static final int MAX_KNOWN_TIPS = 10_000;
  private static final long CLEANUP_SECONDS = 15;

  private final JGitConnector connector;
  private final SourceTips sourceTips;
  private final SourceHistories histories;
  private final Lanes lanes;
  private final ScheduledExecutorService cleanup =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  private GitRuntime(
      JGitConnector connector, SourceTips sourceTips, SourceHistories histories, Lanes lanes) {
    this.connector = connector;
    this.sourceTips = sourceTips;
    this.histories = histories;
    this.lanes = lanes;
  }

  /**
   * Starts the parts; no host is contacted before the first request. One runtime at most may use a
   * cache folder at the same time.
   *
   * @param tokens asked only for credentials that are apps
   * @param clock for the times in commits
   * @param steady a monotonic clock, for the age of reads
   * @param memory the budget for received data; the same one for the whole process
   * @throws IOException if the cache folder cannot be written
   */
  public static GitRuntime start(
      GitSettings settings,
      GitListener listener,
      AppTokens tokens,
      Clock clock,
      Clock steady,
      MemoryBudget memory)
      throws IOException {
    var connector =
        new JGitConnector(
            settings, listener, tokens, steady, memory, Thread.ofPlatform().daemon().factory());
    Path folder = ProcessFolder.claim(settings.cacheFolder());
    LaneSettings lanes = LaneSettings.of(settings, folder, clock, steady);
    DiskBudget budget = new DiskBudget(lanes.maxCacheBytes());
    var histories = new HistorySettings(folder, lanes.cacheSizeLimit(), lanes.idleTime());
    var runtime =
        new GitRuntime(
            connector,
            new SourceTips(connector, steady, MAX_KNOWN_TIPS),
            new SourceHistories(connector, histories, budget),
            new Lanes(connector, lanes, budget, listener));
    var _ =
        runtime.cleanup.scheduleWithFixedDelay(
            runtime::cleanUp, CLEANUP_SECONDS, CLEANUP_SECONDS, TimeUnit.SECONDS);
    return runtime;
  }

  /** Prepares the first login by SSH, in the background. */
  public void warmUp() {
    SshWarmUp.start();
  }

  /** Reads tips of source branches. */
  public SourceTips sourceTips() {
    return sourceTips;
  }

  /** Reads histories of source branches. */
  public SourceHistories sourceHistories() {
    return histories;
  }

  /** Reads and writes manifests. */
  public Lanes lanes() {
    return lanes;
  }

  /** Ends pushes in progress, closes connections, and deletes the local copies. */
  @Override
  public void close() {
    cleanup.shutdownNow();
    lanes.close();
    histories.close();
    connector.close();
  }

  private void cleanUp() {
    try {
      lanes.evictIdle();
      histories.evictIdle();
      connector.closeIdle();
    } catch (RuntimeException | Error e) {
      LOG.error("Unused connections and copies could not be cleaned up", e);
    }
  }
}
