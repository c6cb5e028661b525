package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.util.ArrayList;
import java.util.List;

/** A burst ten times as large as another, in the same run and heap: the time grows linearly. */
record GrowthScenario(BurstScenario small, BurstScenario large) implements Scenario {
  @Override
  public String name() {
    return large.name();
  }

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    List<Row> rows = new ArrayList<>(small.run(lab, yardstick));
    double growth = (double) large.plan().bindings() / small.plan().bindings();
    double linear = growth * rows.getFirst().seconds().orElseThrow();
    for (Row row : large.run(lab, yardstick)) {
      rows.add(row.check("linear growth", row.seconds().orElseThrow(), linear, "s"));
    }
    return rows;
  }
}
