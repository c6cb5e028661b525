package dev.gitopsbinding.net.share;

/** A platform thread could not be started; its task never began. */
public final class ThreadShortageException extends RuntimeException {
  ThreadShortageException(OutOfMemoryError cause) {
    super(
        "the operator cannot start another thread. Raise its pod's limit of process IDs, or its memory; the operator retries",
        cause);
  }

  /**
   * Starts a thread.
   *
   * @throws ThreadShortageException if the process can have no more threads
   */
  public static void start(Thread thread) {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw new ThreadShortageException(e);
    }
  }
}
