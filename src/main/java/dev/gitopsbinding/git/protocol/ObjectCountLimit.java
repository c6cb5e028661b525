package dev.gitopsbinding.git.protocol;

import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends the receiving of a pack whose header announces more objects than a limit. */
public final class ObjectCountLimit extends EmptyProgressMonitor {
  private final int limit;
  private volatile boolean exceeded;

  public ObjectCountLimit(int limit) {
    this.limit = limit;
  }

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
