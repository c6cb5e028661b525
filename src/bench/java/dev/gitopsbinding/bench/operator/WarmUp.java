package dev.gitopsbinding.bench.operator;

import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.fleet.Landing;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Progress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Brings an operator into the state that warm scenarios start from. */
public final class WarmUp {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(15);
  private static final Duration WINDOW = Duration.ofMillis(500);
  private static final double QUIET = 0.05;

  private WarmUp() {}

  /** Makes the bindings, and waits until the first sync of each has landed and ended. */
  public static void firstSync(Fleet fleet, OperatorProcess operator) {
    firstSync(fleet, operator, _ -> Fleet.AUTHOR);
  }

  /** The same, with several operators. */
  public static void firstSync(Fleet fleet, List<OperatorProcess> operators) {
    firstSync(fleet, operators, _ -> Fleet.AUTHOR);
  }

  /** The same, with an author of commits for each binding. */
  public static void firstSync(
      Fleet fleet, OperatorProcess operator, Function<App, String> author) {
    firstSync(fleet, List.of(operator), author);
  }

  private static void firstSync(
      Fleet fleet, List<OperatorProcess> operators, Function<App, String> author) {
    Landing landing = fleet.landing();
    long start = System.nanoTime();
    fleet.createBindings(author);
    landing.await(start, LIMIT);
    fleet.awaitReady(LIMIT);
    Progress.note("all are Ready, after %.1f s".formatted((System.nanoTime() - start) / 1e9));
    operators.forEach(WarmUp::awaitQuiet);
  }

  /** Waits until the operator uses next to no CPU, or for a while. */
  public static void awaitQuiet(OperatorProcess operator) {
    ProcessFigures figures = operator.figures();
    long end = System.nanoTime() + QUIET_LIMIT.toNanos();
    double used;
    do {
      double before = figures.cpuSeconds();
      Await.pause(WINDOW);
      used = figures.cpuSeconds() - before;
    } while (used > QUIET * WINDOW.toMillis() / 1000 && System.nanoTime() < end);
  }
}
