package dev.gitopsbinding.git.lane.read;

import java.time.Duration;

/**
 * How long a push waits for others that are expected, so that they go in one batch.
 *
 * @param likely for bindings that were woken by a new source commit. On two processors the syncs of
 *     a thousand bindings take about a second. A sync that takes longer, because its registry is
 *     slow for example, is not waited for
 * @param possible for syncs that may find nothing to push; most hosts answer within this time
 */
public record GatheringLimits(Duration likely, Duration possible) {
  /** The limits of the operator. */
  public static final GatheringLimits USUAL =
      new GatheringLimits(Duration.ofSeconds(1), Duration.ofMillis(100));
}
