package dev.gitopsbinding.registry.lookup;

import java.time.Duration;

/** Receives the result of each lookup, for metrics. Called from many threads; must not block. */
@FunctionalInterface
public interface RegistryListener {
  /**
   * A lookup ended. It may have taken several requests.
   *
   * @param host the registry's host, with its port unless that is the usual one
   * @param result {@code found}, {@code missing}, {@code unauthorized}, {@code limited} or {@code
   *     error}
   */
  void requestEnded(String host, String result, Duration took);
}
