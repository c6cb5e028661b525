package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Meter;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.figure.Stats;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One binding again and again: the median of the time from the trigger to the landing. */
record OneWarmScenario(FleetPlan plan, TimeBudget budget, Optional<Integer> maxRssMiB)
    implements FleetScenario {
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    Yardstick.G g = yardstick.of(plan);
    TimeBudget.Measured measured = budget.measure(plan, yardstick);
    try (Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      WarmUp.firstSync(fleet, operator);
      for (int i = 0; i < WARM_UP; i++) {
        fleet.round(LIMIT);
      }
      List<String> before = fleet.tips();
      List<Double> seconds = new ArrayList<>();
      Figures figures;
      try (Meter meter = Meter.start(lab, operator, fleet.branches())) {
        for (int i = 0; i < ROUNDS; i++) {
          seconds.add(fleet.round(LIMIT));
        }
        figures = meter.stop(Set.of());
      }
      fleet.verify(before, Map.of(fleet.apps().getFirst().id(), ROUNDS), Set.of());
      Row row =
          measured
              .apply(Row.of(name(), 1), Stats.median(seconds), g.warmSeconds())
              .with(figures)
              .note("rounds", Stats.rounded(seconds));
      return List.of(
          maxRssMiB.map(limit -> row.check("RSS", figures.peakRssMiB(), limit, "MiB")).orElse(row));
    }
  }
}
