package dev.gitopsbinding.git;

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

  /** Starts; nothing is reached or written until it is asked for. */
  public static GitRuntime start(GitSettings settings, GitListener listener, Clock clock) {
    var connector = new JGitConnector(settings, listener);
    return new GitRuntime(
        new SourceTips(connector, clock, MAX_KNOWN_TIPS),
        new Lanes(connector, LaneSettings.of(settings, clock), listener));
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
