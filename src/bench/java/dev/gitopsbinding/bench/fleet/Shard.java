package dev.gitopsbinding.bench.fleet;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one of several operators serves.
 *
 * @param name of the operator, as the holder of its lease
 * @param lease its own
 * @param settings environment variables
 */
public record Shard(String name, String lease, Map<String, String> settings) {
  /** The label of bindings by which they are divided. */
  static final String LABEL = "shard";

  private static final String DEFAULT_LEASE = "gitopsbinding-operator";

  public Shard {
    settings = Map.copyOf(settings);
  }

  /** All bindings. */
  public static Shard whole() {
    return new Shard("bench", DEFAULT_LEASE, Map.of());
  }

  /** One of each part of the plan's bindings. */
  public static List<Shard> of(FleetPlan plan) {
    return IntStream.range(0, plan.shards()).mapToObj(Shard::part).toList();
  }

  /** The label's value for the part with this number, from 0. */
  static String value(int number) {
    return String.valueOf((char) ('a' + number));
  }

  private static Shard part(int number) {
    String value = value(number);
    String lease = DEFAULT_LEASE + "-" + value;
    return new Shard(
        "bench-" + value,
        lease,
        Map.of(
            "GITOPSBINDING_WATCH_LABEL_SELECTOR",
            LABEL + "=" + value,
            "GITOPSBINDING_LEASE_NAME",
            lease));
  }
}
