package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Meter;
import dev.gitopsbinding.bench.figure.PinnedEvents;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.Landing;
import dev.gitopsbinding.bench.fleet.Shard;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.Operators;
import dev.gitopsbinding.bench.operator.ProcessFigures;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One new commit in every source, and all bindings land.
 *
 * @param budget what the time may be
 * @param pushes how many pushes it may take
 * @param heapMiB of each operator
 * @param sharded whether each shard of the plan has an operator of its own; else one serves all
 */
record BurstScenario(
    FleetPlan plan,
    TimeBudget budget,
    int pushes,
    int heapMiB,
    boolean countPinned,
    boolean sharded)
    implements FleetScenario {

  static BurstScenario of(FleetPlan plan, TimeBudget budget, int pushes) {
    return new BurstScenario(plan, budget, pushes, 256, false, false);
  }

  BurstScenario withHeap(int mebibytes) {
    return new BurstScenario(plan, budget, pushes, mebibytes, countPinned, sharded);
  }

  BurstScenario countingPinned() {
    return new BurstScenario(plan, budget, pushes, heapMiB, true, sharded);
  }

  BurstScenario inShards() {
    return new BurstScenario(plan, budget, pushes, heapMiB, countPinned, true);
  }

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    Yardstick.G g = yardstick.of(plan);
    TimeBudget.Measured measured = budget.measure(plan, yardstick);
    try (Fleet fleet = Fleet.create(lab, plan);
        Operators operators = Operators.start(lab, name(), shards(), heapMiB)) {
      List<OperatorProcess> processes = operators.processes();
      WarmUp.firstSync(fleet, processes);
      List<String> before = fleet.tips();
      fleet.commitSources();
      Landing landing = fleet.landing();
      double seconds;
      double machine;
      double ready;
      Figures figures;
      try (Meter meter = Meter.start(lab, processes, fleet.branches())) {
        double machineBefore = ProcessFigures.machineCpuSeconds();
        long start = System.nanoTime();
        fleet.trigger();
        seconds = landing.last(start, limit());
        machine = ProcessFigures.machineCpuSeconds() - machineBefore;
        fleet.awaitReady(limit());
        ready = (System.nanoTime() - start) / 1e9;
        processes.forEach(WarmUp::awaitQuiet);
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
              .note("RSS of each in MiB", rss(processes))
              .note("s until the last is Ready", Math.round(ready))
              .note("CPU s of the whole machine until they landed", Math.round(machine))
              .note("status writes", figures.apiWrites().statuses())
              .note("event writes", figures.apiWrites().events());
      return List.of(countPinned ? row.note("pinned", pinned(fleet, processes.getFirst())) : row);
    }
  }

  private List<Shard> shards() {
    return sharded ? Shard.of(plan) : List.of(Shard.whole());
  }

  private static List<Long> rss(List<OperatorProcess> processes) {
    return processes.stream().map(operator -> Math.round(operator.figures().peakRssMiB())).toList();
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
