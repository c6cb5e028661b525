package dev.gitopsbinding.bench.fleet;

import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.BenchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches branches on the server until they hold the wanted tags. */
public final class Landing {
  private static final Duration POLL = Duration.ofMillis(2);

  private final List<Watched> watched = new ArrayList<>();

  private static final class Watched {
    private final ManifestBranch branch;
    private final Map<String, String> waiting;
    private String seen;

    private Watched(ManifestBranch branch, Map<String, String> wanted) {
      this.branch = branch;
      this.waiting = new HashMap<>(wanted);
      this.seen = branch.tip();
    }
  }

  /**
   * Adds files of a branch; call it before the tags can land.
   *
   * @param wanted the tag by path
   */
  void expect(ManifestBranch branch, Map<String, String> wanted) {
    watched.add(new Watched(branch, wanted));
  }

  /**
   * Waits until all have landed.
   *
   * @param start of {@link System#nanoTime()}
   * @return by path, the time from start to the branch's move; the path is unique in a fleet
   * @throws BenchException if some do not land within the limit
   */
  public Map<String, Duration> await(long start, Duration limit) {
    Map<String, Duration> landed = new HashMap<>();
    long end = start + limit.toNanos();
    while (missing() > 0) {
      watched.forEach(one -> look(one, start, landed));
      if (System.nanoTime() > end) {
        throw new BenchException(
            "%d tags did not land within %d s, such as %s"
                .formatted(missing(), limit.toSeconds(), firstMissing()));
      }
      Await.pause(POLL);
    }
    return landed;
  }

  /**
   * The same; answers the seconds from start to the move of a branch that landed the last tag. What
   * this program takes to read the files of that move is not in it.
   */
  public double last(long start, Duration limit) {
    return await(start, limit).values().stream()
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .toNanos()
        / 1e9;
  }

  private static void look(Watched one, long start, Map<String, Duration> landed) {
    String tip = one.branch.tip();
    long now = System.nanoTime();
    if (tip.length() != 40 || tip.equals(one.seen)) {
      return;
    }
    one.branch
        .changed(one.seen, tip)
        .forEach(
            (path, text) -> {
              String tag = one.waiting.get(path);
              if (tag != null && text.contains(":" + tag)) {
                one.waiting.remove(path);
                landed.put(path, Duration.ofNanos(now - start));
              }
            });
    one.seen = tip;
  }

  private int missing() {
    return watched.stream().mapToInt(one -> one.waiting.size()).sum();
  }

  private String firstMissing() {
    return watched.stream()
        .flatMap(one -> one.waiting.keySet().stream())
        .findFirst()
        .orElse("none");
  }
}
