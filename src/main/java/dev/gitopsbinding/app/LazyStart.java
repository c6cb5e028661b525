package dev.gitopsbinding.app;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part that is started by its first use, so that it costs nothing where no binding uses it.
 * Thread-safe.
 */
public final class LazyStart<T> implements Supplier<T> {
  private final Supplier<T> starter;
  private final Consumer<T> closer;
  private @Nullable T started;
  private boolean closed;

  /**
   * @param starter called at most once
   * @param closer called if the part was started
   */
  public LazyStart(Supplier<T> starter, Consumer<T> closer) {
    this.starter = starter;
    this.closer = closer;
  }

  /**
   * The part; starts it if it was not used before.
   *
   * @throws IllegalStateException if it was closed
   */
  @Override
  public synchronized T get() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    T part = started;
    if (part == null) {
      part = starter.get();
      started = part;
    }
    return part;
  }

  /** Closes the part if it was started; it is not started any more. */
  public void close() {
    T part;
    synchronized (this) {
      closed = true;
      part = started;
    }
    if (part != null) {
      closer.accept(part);
    }
  }
}
