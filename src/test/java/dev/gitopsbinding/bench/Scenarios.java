package dev.gitopsbinding.bench;

import java.util.List;

/** All scenarios with their bars, in the order in which they run. */
final class Scenarios {
  private static final int SOURCES = 10;

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        new OneWarmScenario(FleetPlan.of("one-warm", 1, 1), 0.5),
        BurstScenario.of(FleetPlan.of("burst-100", 100, SOURCES), 3, 5),
        BurstScenario.of(FleetPlan.of("burst-300", 300, SOURCES), 6, 8),
        BurstScenario.of(FleetPlan.of("burst-1000", 1000, SOURCES), 15, 12).countingPinned());
  }
}
