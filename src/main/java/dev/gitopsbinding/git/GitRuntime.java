package dev.gitopsbinding.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Everything of this package that one process needs, over one way to reach git hosts. */
public final class GitRuntime implements AutoCloseable {
  private static final int MAX_KNOWN_TIPS = 10_000;

  private final SourceTips sourceTips;
  private final Lanes lanes;

  private GitRuntime(SourceTips sourceTips, Lanes lanes) {
    this.sourceTips = sourceTips;
    this.lanes = lanes;
  }

  /**
   * Starts; no host is reached until it is asked for. At most one at a time uses a cache folder.
   *
   * @throws IOException if the cache folder cannot be written
   */
  public static GitRuntime start(GitSettings settings, GitListener listener, Clock clock)
      throws IOException {
    var connector = new JGitConnector(settings, listener);
    Path folder = ProcessFolder.claim(settings.cacheFolder());
    return new GitRuntime(
        new SourceTips(connector, clock, MAX_KNOWN_TIPS),
        new Lanes(connector, LaneSettings.of(settings, folder, clock), listener));
  }

  /** Where tips of source branches are read. */
  public SourceTips sourceTips() {
    return sourceTips;
  }

  /** Where manifests are read and written. */
  public Lanes lanes() {
    return lanes;
  }

  /** Ends pushes under way and deletes the local copies. */
  @Override
  public void close() {
    lanes.close();
  }
}
