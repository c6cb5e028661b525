package dev.gitopsbinding.git.source.history;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of histories.
 *
 * @param folder the folder of the local copies; used by this process alone
 * @param sizeLimit a local copy larger than this, in bytes, is replaced by a new fetch
 * @param idleTime a history not used for this long is forgotten
 */
public record HistorySettings(Path folder, long sizeLimit, Duration idleTime) {}
