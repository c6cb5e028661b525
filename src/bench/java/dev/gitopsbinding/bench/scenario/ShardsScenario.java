package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.util.ArrayList;
import java.util.List;

/** The same burst, first with one operator for all bindings, then with one for each shard. */
record ShardsScenario(BurstScenario one, BurstScenario shards) implements Scenario {
  @Override
  public String name() {
    return shards.name();
  }

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    List<Row> rows = new ArrayList<>(one.run(lab, yardstick));
    rows.addAll(shards.run(lab, yardstick));
    return rows;
  }
}
