package dev.gitopsbinding.bench;

import java.util.List;

/** A piece of work that is measured against a budget. */
interface Scenario {
  /** The name that selects it. */
  String name();

  /**
   * Runs it.
   *
   * @throws BenchException if it does not come to its end, or if work was lost
   */
  List<Row> run(Lab lab, Yardstick yardstick);
}
