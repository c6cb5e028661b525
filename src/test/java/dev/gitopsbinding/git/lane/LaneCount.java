package dev.gitopsbinding.git.lane;

/** Looks into lanes, for tests of other packages. */
public final class LaneCount {
  private LaneCount() {}

  /** How many branches have state, in memory or on disk. */
  public static int of(Lanes lanes) {
    return lanes.size();
  }
}
