package dev.gitopsbinding.git.source.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The settings of histories.
 *
 * @param folder the folder of the local copies; used by this process alone
 * @param sizeLimit a local copy larger than this, in bytes, is replaced by a new fetch
 * @param idleTime a history not used for this long is forgotten
 * @param nanos a monotonic time, in nanoseconds, for what is asked of a host again after a while
 */
public record HistorySettings(Path folder, long sizeLimit, Duration idleTime, LongSupplier nanos) {
  /** Settings with the time of this machine. */
  public HistorySettings(Path folder, long sizeLimit, Duration idleTime) {
    this(folder, sizeLimit, idleTime, System::nanoTime);
  }
}
