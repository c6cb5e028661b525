package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.fleet.FleetPlan;

/** A scenario that is named after its fleet. */
interface FleetScenario extends Scenario {
  /** The bindings and repositories it works on. */
  FleetPlan plan();

  @Override
  default String name() {
    return plan().name();
  }
}
