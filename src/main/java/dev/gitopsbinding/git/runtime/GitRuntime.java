package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.git.store.ProcessFolder;
import dev.gitopsbinding.net.share.MemoryBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of this package that one process needs, over one way to reach git hosts. */
public final class GitRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitRuntime.class);
  private static final int MAX_KNOWN_TIPS = 10_000;
  private static final long TIDY_SECONDS = 15;

  private final JGitConnector connector;
  private final SourceTips sourceTips;
  private final Lanes lanes;
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  private GitRuntime(JGitConnector connector, SourceTips sourceTips, Lanes lanes) {
    this.connector = connector;
    this.sourceTips = sourceTips;
    this.lanes = lanes;
  }

  /**
   * Starts; no host is reached until it is asked for. At most one at a time uses a cache folder.
   *
   * @param clock for the times in commits
   * @param steady tells how old a read is; a monotonic clock
   * @throws IOException if the cache folder cannot be written
   */
  public static GitRuntime start(
      GitSettings settings, GitListener listener, Clock clock, Clock steady) throws IOException {
    return start(settings, listener, clock, steady, MemoryBudget.ofHeap());
  }

  /**
   * As {@link #start(GitSettings, GitListener, Clock, Clock)}.
   *
   * @param memory for what hosts send; one for the whole process
   */
  public static GitRuntime start(
      GitSettings settings, GitListener listener, Clock clock, Clock steady, MemoryBudget memory)
      throws IOException {
    var connector = new JGitConnector(settings, listener, steady, memory);
    Path folder = ProcessFolder.claim(settings.cacheFolder());
    var runtime =
        new GitRuntime(
            connector,
            new SourceTips(connector, steady, MAX_KNOWN_TIPS),
            new Lanes(connector, LaneSettings.of(settings, folder, clock, steady), listener));
    var _ =
        runtime.tidying.scheduleWithFixedDelay(
            runtime::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    return runtime;
  }

  /** Where tips of source branches are read. */
  public SourceTips sourceTips() {
    return sourceTips;
  }

  /** Where manifests are read and written. */
  public Lanes lanes() {
    return lanes;
  }

  /** Ends pushes under way and logins, and deletes the local copies. */
  @Override
  public void close() {
    tidying.shutdownNow();
    lanes.close();
    connector.close();
  }

  private void tidy() {
    try {
      lanes.evictIdle();
      connector.closeIdle();
    } catch (RuntimeException | Error e) {
      LOG.error("Unused connections and copies could not be cleaned up", e);
    }
  }
}
