package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.util.List;

/** A piece of work that is measured against a budget. */
public interface Scenario {
  /** The name that selects it. */
  String name();

  /**
   * Runs it.
   *
   * @throws BenchException if it does not come to its end, or if work was lost
   */
  List<Row> run(Lab lab, Yardstick yardstick);
}
