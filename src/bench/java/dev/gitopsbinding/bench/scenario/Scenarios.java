package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.Repositories;
import java.util.List;
import java.util.Optional;

/** All scenarios with their budgets, in the order in which they run. */
public final class Scenarios {
  private static final int SOURCES = 10;

  /**
   * MiB, 70 % of a memory limit of 1 GiB. With 512 MiB, 10 000 bindings fill the old generation,
   * and the collector takes all processor time.
   */
  private static final int HEAP_OF_1_GIB = 716;

  private static final Optional<Integer> MAX_RSS = Optional.of(256);

  private Scenarios() {}

  public static List<Scenario> all() {
    return List.of(
        new OneColdScenario(
            FleetPlan.of("one-cold", 1, 1), TimeBudget.seconds(0.6), Optional.empty()),
        new OneWarmScenario(FleetPlan.of("one-warm", 1, 1), TimeBudget.limit(2), Optional.empty()),
        burst(FleetPlan.of("burst-100", 100, SOURCES), 5),
        burst(FleetPlan.of("burst-300", 300, SOURCES), 8),
        burst(thousand("burst-1000"), 12).countingPinned(),
        burst(thousand("paths-1000").withPaths(), 12),
        BurstScenario.of(
            thousand("namespaces-1000").withNamespaces(100, 1), TimeBudget.coldG(15), 12),
        BurstScenario.of(thousand("keys-1000").withNamespaces(100, 10), TimeBudget.coldG(15), 120),
        new WritersScenario(thousand("writers-1000"), 5),
        new HookScenario(FleetPlan.of("hook-100", 100, SOURCES), 3, 12),
        new IdleScenario(thousand("idle-1000").withInterval("1m")),
        new HangScenario(FleetPlan.of("hang-300", 297, SOURCES), 3, 1.2),
        new OneColdScenario(large("large-cold", 1), TimeBudget.seconds(1), MAX_RSS),
        new OneWarmScenario(large("large-warm", 1), TimeBudget.limit(2), MAX_RSS),
        new DiskScenario(large("large-disk", 50), 20),
        new EmptyScenario(FleetPlan.of("empty", 10, 1), 1.3, 1.4),
        new GrowthScenario(tenth(), tenThousand("ten-thousand", 1, 120).withHeap(HEAP_OF_1_GIB)),
        new ShardsScenario(
            tenThousand("shards-10000-one", 2, 120).withHeap(HEAP_OF_1_GIB),
            tenThousand("shards-10000", 2, 240).withHeap(512).inShards()));
  }

  private static BurstScenario burst(FleetPlan plan, int pushes) {
    return BurstScenario.of(plan, TimeBudget.limit(2.5), pushes);
  }

  private static FleetPlan large(String name, int bindings) {
    return FleetPlan.of(name, bindings, 1).withLayout(Repositories.Layout.LARGE);
  }

  /** A tenth of the next one. */
  private static BurstScenario tenth() {
    FleetPlan plan = thousand("ten-thousand-10th").withNamespaces(10, 1);
    return BurstScenario.of(plan, TimeBudget.coldG(15), 12).withHeap(HEAP_OF_1_GIB);
  }

  /** Ten thousand bindings in so many shards. */
  private static BurstScenario tenThousand(String name, int shards, int pushes) {
    FleetPlan plan =
        FleetPlan.of(name, 10_000, 100).withManifests(10).withNamespaces(100, 1).withShards(shards);
    return BurstScenario.of(plan, TimeBudget.coldG(150), pushes);
  }

  private static FleetPlan thousand(String name) {
    return FleetPlan.of(name, 1000, SOURCES);
  }
}
