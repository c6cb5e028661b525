package dev.gitopsbinding.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One new commit in every source, and all bindings land.
 *
 * @param bar what the time may be
 * @param pushes how many pushes it may take
 */
record BurstScenario(FleetPlan plan, WallBar bar, int pushes, int heapMiB, boolean countPinned)
    implements FleetScenario {

  static BurstScenario of(FleetPlan plan, WallBar bar, int pushes) {
    return new BurstScenario(plan, bar, pushes, 256, false);
  }

  BurstScenario withHeap(int mebibytes) {
    return new BurstScenario(plan, bar, pushes, mebibytes, countPinned);
  }

  BurstScenario countingPinned() {
    return new BurstScenario(plan, bar, pushes, heapMiB, true);
  }

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    Yardstick.G g = yardstick.of(plan);
    WallBar.Measured measured = bar.measure(plan, yardstick);
    try (Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), heapMiB)) {
      WarmUp.firstSync(fleet, operator);
      List<String> before = fleet.tips();
      fleet.commitSources();
      Landing landing = fleet.landing();
      double seconds;
      Figures figures;
      try (Meter meter = Meter.start(lab, operator, fleet.branches())) {
        long start = System.nanoTime();
        fleet.trigger();
        landing.await(start, limit());
        seconds = (System.nanoTime() - start) / 1e9;
        fleet.awaitReady(limit());
        WarmUp.awaitQuiet(operator);
        figures = meter.stop(Set.of());
      }
      fleet.verify(before, Fleet.once(fleet.apps()), Set.of());
      Row row =
          measured
              .apply(Row.of(name(), plan.bindings()), seconds, g.coldSeconds())
              .with(figures)
              .check("pushes", (double) figures.pushes(), pushes, "")
              .check("heap", figures.peakHeapMiB(), heapMiB, "MiB")
              .note("push attempts", figures.pushAttempts())
              .note("status writes", figures.apiWrites().statuses())
              .note("event writes", figures.apiWrites().events());
      return List.of(countPinned ? row.note("pinned", pinned(fleet, operator)) : row);
    }
  }

  private Duration limit() {
    return Duration.ofMinutes(5).plusMillis(100L * plan.bindings());
  }

  /** One more round, which is not measured. */
  private String pinned(Fleet fleet, OperatorProcess operator) {
    try (PinnedEvents events = PinnedEvents.record(operator, name())) {
      fleet.round(limit());
      List<String> lines = events.stop();
      return lines.stream()
          .findFirst()
          .map(first -> lines.size() + " events, such as " + first)
          .orElse("no event");
    }
  }
}
