package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Meter;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Nothing new for some minutes. */
record IdleScenario(FleetPlan plan) implements FleetScenario {
  private static final Duration SETTLING = Duration.ofMinutes(1);
  private static final Duration MEASURED = Duration.ofMinutes(2);
  private static final double MINUTES = MEASURED.toSeconds() / 60.0;

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    try (Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      WarmUp.firstSync(fleet, operator);
      Progress.note("settling for a minute, then measuring for two");
      Await.pause(SETTLING);
      Figures figures;
      try (Meter meter = Meter.startQuietly(lab, operator, fleet.branches())) {
        Await.pause(MEASURED);
        figures = meter.stop(Set.of());
      }
      double percent = 100 * figures.cpuSeconds() / figures.seconds();
      return List.of(
          Row.of(name(), plan.bindings())
              .with(figures)
              .check("round trips a minute", figures.roundTrips() / MINUTES, 12, "")
              .check("new connections", (double) figures.connections(), 0, "")
              .check("CPU", percent, 2, "% of a core")
              .check("API writes", (double) figures.apiWrites().besideLease(), 0, "")
              .note("writes of the Lease", figures.apiWrites().leases())
              .note("RSS in MiB", Math.round(operator.figures().rssMiB())));
    }
  }
}
