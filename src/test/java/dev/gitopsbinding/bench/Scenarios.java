package dev.gitopsbinding.bench;

import java.util.List;

/** All scenarios with their bars, in the order in which they run. */
final class Scenarios {
  private static final int SOURCES = 10;

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        new OneColdScenario(FleetPlan.of("one-cold", 1, 1), 1.5),
        new OneWarmScenario(FleetPlan.of("one-warm", 1, 1), 0.5),
        BurstScenario.of(FleetPlan.of("burst-100", 100, SOURCES), 3, 5),
        BurstScenario.of(FleetPlan.of("burst-300", 300, SOURCES), 6, 8),
        BurstScenario.of(thousand("burst-1000"), 15, 12).countingPinned(),
        BurstScenario.of(thousand("namespaces-1000").withNamespaces(100, 1), 15, 12),
        BurstScenario.of(thousand("keys-1000").withNamespaces(100, 10), 15, 120),
        new WritersScenario(thousand("writers-1000"), 5),
        new HookScenario(FleetPlan.of("hook-100", 100, SOURCES), 3, 12),
        new IdleScenario(thousand("idle-1000").withInterval("1m")),
        new HangScenario(FleetPlan.of("hang-300", 297, SOURCES), 3, 1.2));
  }

  private static FleetPlan thousand(String name) {
    return FleetPlan.of(name, 1000, SOURCES);
  }
}
