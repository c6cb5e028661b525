package dev.gitopsbinding.forge.client;

import java.time.Duration;

/**
 * Receives the result of each call of a forge, for metrics. Called from many threads; must not
 * block.
 */
@FunctionalInterface
public interface ForgeListener {
  /**
   * A call ended. It may have taken several requests.
   *
   * @param host the host of the API, with its port unless that is the usual one
   * @param purpose what was asked for, as in {@link dev.gitopsbinding.forge.ForgePurpose#label}
   * @param provider as in {@link dev.gitopsbinding.forge.Forge#provider}
   * @param result {@code answered}, {@code unauthorized}, {@code limited} or {@code error}
   */
  void requestEnded(String host, String purpose, String provider, String result, Duration took);
}
