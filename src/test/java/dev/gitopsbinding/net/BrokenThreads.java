package dev.gitopsbinding.net;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of a process that has reached its limit of threads. */
public final class BrokenThreads {
  private BrokenThreads() {}

  /** Threads of which none starts. */
  public static ThreadFactory all() {
    return BrokenThreads::broken;
  }

  /** Threads of which the first {@code left} do not start. */
  public static ThreadFactory first(AtomicInteger left, ThreadFactory then) {
    return task -> left.getAndDecrement() > 0 ? broken(task) : then.newThread(task);
  }

  private static Thread broken(Runnable task) {
    return new Thread(task) {
      @Override
      public void start() {
        throw new OutOfMemoryError("unable to create native thread");
      }
    };
  }
}
