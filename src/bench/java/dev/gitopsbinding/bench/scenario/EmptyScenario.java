package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.figure.Stats;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.EmptyProgram;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import dev.gitopsbinding.testing.program.JavaProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Start and idle memory with a few bindings, beside those of an operator that does nothing. */
record EmptyScenario(FleetPlan plan, double startTimes, double memoryTimes)
    implements FleetScenario {
  private static final int RUNS = 3;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private record Run(double startSeconds, double rssMiB) {}

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    List<Run> ours = new ArrayList<>();
    List<Run> empty = new ArrayList<>();
    try (Fleet fleet = Fleet.create(lab, plan)) {
      try (OperatorProcess first = OperatorProcess.start(lab, name(), 256)) {
        WarmUp.firstSync(fleet, first);
      }
      JavaProgram program = EmptyProgram.make(lab);
      for (int i = 0; i < RUNS; i++) {
        empty.add(run(lab, "empty-yardstick", program));
        ours.add(run(lab, name(), JavaProgram.OPERATOR));
      }
    }
    double rss = Stats.median(ours, Run::rssMiB);
    double emptyRss = Stats.median(empty, Run::rssMiB);
    double start = Stats.median(ours, Run::startSeconds);
    double emptyStart = Stats.median(empty, Run::startSeconds);
    return List.of(
        Row.of(name(), plan.bindings())
            .timed(start, startTimes, emptyStart)
            .check("idle RSS", rss, memoryTimes * emptyRss, "MiB")
            .note("G here", "an operator that does nothing: %.0f MiB".formatted(emptyRss))
            .note("seconds to ready", Stats.rounded(ours.stream().map(Run::startSeconds).toList()))
            .note("of the empty one", Stats.rounded(empty.stream().map(Run::startSeconds).toList()))
            .note("RSS", Stats.rounded(ours.stream().map(Run::rssMiB).toList()))
            .note("RSS of the empty one", Stats.rounded(empty.stream().map(Run::rssMiB).toList())));
  }

  private static Run run(Lab lab, String log, JavaProgram program) {
    try (OperatorProcess operator = OperatorProcess.start(lab, log, program, 256)) {
      Await.pause(IDLE);
      double rss = operator.figures().rssMiB();
      return new Run(operator.startToReady().toNanos() / 1e9, rss);
    }
  }
}
