package dev.gitopsbinding.net.share;

/** A thread of the platform's could not be started; what it should have done never began. */
public final class ThreadShortageException extends RuntimeException {
  ThreadShortageException(OutOfMemoryError cause) {
    super(
        "the operator cannot start another thread. Raise its pod's limit of process IDs, or its memory; the operator retries",
        cause);
  }

  /** Starts a thread, or says that there can be no more of them. */
  public static void start(Thread thread) {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw new ThreadShortageException(e);
    }
  }
}
