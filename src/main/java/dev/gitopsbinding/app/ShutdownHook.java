package dev.gitopsbinding.app;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the operator on SIGTERM or SIGINT, and logs it. The JVM ends after this hook, whatever
 * other threads do, and exits with 143 or 130.
 *
 * <p>Nothing that this hook waits for may call {@link System#exit}, because that waits for the
 * hook.
 */
final class ShutdownHook {
  private static final Logger log = LoggerFactory.getLogger(ShutdownHook.class);

  /** Ten seconds less than the time that Kubernetes leaves a pod between SIGTERM and SIGKILL. */
  private static final Duration BUDGET = Duration.ofSeconds(20);

  private final String name;
  private final Runnable close;
  private final Duration budget;
  private volatile boolean running;

  /**
   * Creates a hook that is not installed.
   *
   * @param name the program with its version, for log lines
   * @param close ends all work
   * @param budget how long {@code close} may take
   */
  ShutdownHook(String name, Runnable close, Duration budget) {
    this.name = name;
    this.close = close;
    this.budget = budget;
  }

  /** Installs a hook that calls {@code close}, which may take 20 s. */
  static ShutdownHook install(String name, Runnable close) {
    var hook = new ShutdownHook(name, close, BUDGET);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(hook::run));
    return hook;
  }

  /** Whether the process is being terminated. */
  boolean isRunning() {
    return running;
  }

  /** Ends all work, or abandons it when the time is up. */
  void run() {
    running = true;
    long start = System.nanoTime();
    log.info("Stopping {}: running work has up to {} s", name, budget.toSeconds());
    Thread closing = Thread.ofPlatform().daemon().name("close").start(this::closeAll);
    try {
      boolean ended = closing.join(budget);
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      if (ended) {
        log.info("Stopped {} after {} ms", name, millis);
      } else {
        log.warn(
            "Stopped {} after {} ms; work that did not end in time is abandoned", name, millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    try {
      close.run();
    } catch (RuntimeException | Error e) {
      log.error("{} did not shut down cleanly", name, e);
    }
  }
}
