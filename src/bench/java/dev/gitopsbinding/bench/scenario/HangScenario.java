package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.figure.Stats;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.fleet.Landing;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import dev.gitopsbinding.testing.net.SilentServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Some bindings are on a host that accepts and never says a word; how much later do the others
 * land? Runs with and without them take turns in one process.
 *
 * @param plan the bindings that are sound
 */
record HangScenario(FleetPlan plan, int hanging, double times) implements FleetScenario {
  private static final int RUNS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Another name than that of the sound host, so that permits by host tell them apart. */
  private static final String HOST = "localhost";

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    try (SilentServer silent = SilentServer.start();
        Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      List<App> apps = hangingApps();
      apps.forEach(fleet.objects()::createDeployment);
      WarmUp.firstSync(fleet, operator);
      round(fleet, operator, List.of());
      List<Double> without = new ArrayList<>();
      List<Double> with = new ArrayList<>();
      List<String> before = fleet.tips();
      for (int i = 0; i < RUNS; i++) {
        without.add(round(fleet, operator, List.of()));
        hang(lab, fleet, silent, apps);
        with.add(round(fleet, operator, apps));
        apps.forEach(fleet.objects()::deleteBinding);
      }
      verify(fleet, before);
      double base = Stats.median(without);
      return List.of(
          Row.of(name(), plan.bindings() + hanging)
              .timed(Stats.median(with), times, base)
              .note("p99 without the hanging ones", Stats.rounded(without))
              .note("p99 with them", Stats.rounded(with))
              .note("connections that hung", silent.connections()));
    }
  }

  /** The 99th percentile of the time to the landing. */
  private double round(Fleet fleet, OperatorProcess operator, List<App> alsoAsked) {
    WarmUp.awaitQuiet(operator);
    fleet.commitSources();
    Landing landing = fleet.landing();
    alsoAsked.forEach(app -> fleet.request(app, "bench-" + System.nanoTime()));
    long start = System.nanoTime();
    fleet.trigger();
    List<Double> landed =
        landing.await(start, LIMIT).values().stream().map(time -> time.toNanos() / 1e9).toList();
    fleet.awaitReady(LIMIT);
    return Stats.percentile(landed, 99);
  }

  /** Makes the bindings that hang: every second by its source, the others by their manifest. */
  private void hang(Lab lab, Fleet fleet, SilentServer silent, List<App> apps) {
    int connections = silent.connections();
    String url = "ssh://git@%s:%d/%s".formatted(HOST, silent.port(), "hang.git");
    for (int i = 0; i < apps.size(); i++) {
      boolean bySource = i % 2 == 0;
      fleet
          .objects()
          .createBinding(
              apps.get(i),
              bySource ? url : lab.url(plan.sourceName(0)),
              bySource ? lab.url(plan.manifestName(0)) : url,
              Fleet.AUTHOR);
    }
    Await.until(
        "A connection hangs",
        LIMIT,
        Duration.ofMillis(10),
        () -> silent.connections() > connections);
  }

  private List<App> hangingApps() {
    return IntStream.range(0, hanging)
        .mapToObj(i -> new App("hanging-" + i, plan.app(0).namespace(), 0, 0, 0, 0))
        .toList();
  }

  private static void verify(Fleet fleet, List<String> before) {
    Map<String, Integer> expected = Fleet.once(fleet.apps());
    expected.replaceAll((_, _) -> 2 * RUNS);
    fleet.verify(before, expected, Set.of());
  }
}
