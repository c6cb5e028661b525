package dev.gitopsbinding.registry.lookup;

import java.time.Duration;

/** Is told what is asked of registries, for metrics. Called from many threads; must not block. */
@FunctionalInterface
public interface RegistryListener {
  /** Hears nothing. */
  RegistryListener NONE = (_, _) -> {};

  /**
   * A registry was asked for an image, with all the requests that this took.
   *
   * @param result {@code found}, {@code missing}, {@code unauthorized}, {@code limited} or {@code
   *     error}
   */
  void requestEnded(String result, Duration took);
}
