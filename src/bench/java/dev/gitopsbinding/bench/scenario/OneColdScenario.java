package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Meter;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.figure.Stats;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.Landing;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first sync of a fresh process that is ready: the median over some processes. */
record OneColdScenario(FleetPlan plan, TimeBudget budget, Optional<Integer> maxRssMiB)
    implements FleetScenario {
  private static final int PROCESSES = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    Yardstick.G g = yardstick.of(plan);
    TimeBudget.Measured measured = budget.measure(plan, yardstick);
    List<Double> seconds = new ArrayList<>();
    List<Figures> figures = new ArrayList<>();
    try (Fleet fleet = Fleet.create(lab, plan)) {
      for (int i = 0; i < PROCESSES; i++) {
        firstSync(lab, fleet, seconds, figures);
      }
    }
    Row row =
        measured
            .apply(Row.of(name(), 1), Stats.median(seconds), g.coldSeconds())
            .with(figures.getLast())
            .note("processes", Stats.rounded(seconds));
    double rss = Stats.median(figures, Figures::peakRssMiB);
    return List.of(maxRssMiB.map(limit -> row.check("RSS", rss, limit, "MiB")).orElse(row));
  }

  private void firstSync(Lab lab, Fleet fleet, List<Double> seconds, List<Figures> figures) {
    try (OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      WarmUp.awaitQuiet(operator);
      fleet.commitSources();
      List<String> before = fleet.tips();
      Landing landing = fleet.landing();
      try (Meter meter = Meter.startQuietly(lab, operator, fleet.branches())) {
        long start = System.nanoTime();
        fleet.objects().createBinding(fleet.apps().getFirst(), Fleet.AUTHOR);
        seconds.add(landing.last(start, LIMIT));
        fleet.awaitReady(LIMIT);
        figures.add(meter.stop(Set.of()));
      }
      fleet.verify(before, Fleet.once(fleet.apps()), Set.of());
    }
    fleet.objects().deleteBinding(fleet.apps().getFirst());
  }
}
