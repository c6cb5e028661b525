package dev.gitopsbinding.git.protocol;

import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Cancels a fetch if the header of the pack announces more objects than a limit. */
public final class ObjectCountLimit extends EmptyProgressMonitor {
  private final int limit;
  private volatile boolean exceeded;

  /**
   * @param limit the highest number of objects that is accepted
   */
  public ObjectCountLimit(int limit) {
    this.limit = limit;
  }

  /** Whether a pack was refused. */
  public boolean exceeded() {
    return exceeded;
  }

  @Override
  public void beginTask(String title, int totalWork) {
    exceeded |= totalWork > limit;
  }

  @Override
  public boolean isCancelled() {
    return exceeded;
  }
}
