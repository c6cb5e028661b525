package dev.gitopsbinding.bench.lab;

import java.time.Duration;

/** Lines on standard error that tell how far the benchmark is. */
public final class Progress {
  private static final long START = System.nanoTime();

  private Progress() {}

  public static void note(String text) {
    Duration since = Duration.ofNanos(System.nanoTime() - START);
    System.err.printf("[%3d:%02d] %s%n", since.toMinutes(), since.toSecondsPart(), text);
  }
}
