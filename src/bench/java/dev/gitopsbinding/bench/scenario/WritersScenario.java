package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Meter;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.Landing;
import dev.gitopsbinding.bench.fleet.OutsideWriter;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A burst while others push to the same branch all the time. */
record WritersScenario(FleetPlan plan, int writers) implements FleetScenario {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    Yardstick.G g = yardstick.of(plan);
    try (Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      WarmUp.firstSync(fleet, operator);
      List<OutsideWriter> outside =
          IntStream.range(0, writers)
              .mapToObj(i -> new OutsideWriter(lab, plan.manifestName(0), i))
              .toList();
      try {
        return List.of(burst(lab, fleet, operator, outside, g));
      } finally {
        outside.forEach(OutsideWriter::close);
      }
    }
  }

  private Row burst(
      Lab lab, Fleet fleet, OperatorProcess operator, List<OutsideWriter> outside, Yardstick.G g) {
    List<String> before = fleet.tips();
    outside.forEach(OutsideWriter::start);
    Await.until(
        "Every writer has pushed",
        LIMIT,
        Duration.ofMillis(50),
        () -> outside.stream().noneMatch(writer -> writer.accepted().isEmpty()));
    fleet.commitSources();
    Landing landing = fleet.landing();
    int earlier = accepted(outside).size();
    try (Meter meter = Meter.start(lab, operator, fleet.branches())) {
      long start = System.nanoTime();
      fleet.trigger();
      Optional<String> failure = landingFailure(landing, start);
      double seconds = (System.nanoTime() - start) / 1e9;
      int during = accepted(outside).size() - earlier;
      outside.forEach(OutsideWriter::stop);
      Set<String> foreign = accepted(outside);
      if (failure.isEmpty()) {
        fleet.awaitReady(LIMIT);
        fleet.verify(before, Fleet.once(fleet.apps()), foreign);
      }
      Figures figures = meter.stop(foreign);
      Row row =
          Row.of(name(), plan.bindings())
              .against(seconds, g.coldSeconds())
              .with(figures)
              .note("foreign pushes while it landed", during)
              .note("foreign pushes in all", foreign.size())
              .note("push attempts", figures.pushAttempts());
      return failure.map(row::failing).orElse(row);
    }
  }

  /** Why not all landed; the figures until then are wanted all the same. */
  private static Optional<String> landingFailure(Landing landing, long start) {
    try {
      landing.await(start, LIMIT);
      return Optional.empty();
    } catch (BenchException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Set<String> accepted(List<OutsideWriter> outside) {
    Set<String> all = new HashSet<>();
    outside.forEach(writer -> all.addAll(writer.accepted()));
    return all;
  }
}
