package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Meter;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.fleet.Landing;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A hook of the server refuses every push that holds a commit of one binding's author. */
record HookScenario(FleetPlan plan, double times, int pushes) implements FleetScenario {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String REFUSED = "Mallory";
  private static final int REFUSED_APP = 42;

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    Yardstick.G g = yardstick.of(plan);
    try (Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      App refused = fleet.apps().get(REFUSED_APP);
      List<App> others = fleet.apps().stream().filter(app -> !app.equals(refused)).toList();
      WarmUp.firstSync(fleet, operator, app -> app.equals(refused) ? REFUSED : Fleet.AUTHOR);
      Path log = installHook(fleet.manifests().getFirst());
      List<String> before = fleet.tips();
      fleet.commitSources();
      Landing landing = fleet.landingOf(others);
      double seconds;
      long attempts;
      Figures figures;
      try (Meter meter = Meter.start(lab, operator, fleet.branches())) {
        long start = System.nanoTime();
        fleet.trigger();
        seconds = landing.last(start, LIMIT);
        Await.until(
            "The refused one says why", LIMIT, Duration.ofMillis(100), () -> says(fleet, refused));
        attempts = lines(log);
        fleet.awaitReady(others, LIMIT);
        figures = meter.stop(Set.of());
      }
      fleet.verify(before, Fleet.once(others), Set.of());
      return List.of(
          Row.of(name(), plan.bindings())
              .timed(seconds, times, g.coldSeconds())
              .with(figures)
              .check("pushes, refused ones too", (double) attempts, pushes, "")
              .note("the refused one says", ready(fleet, refused)));
    }
  }

  /** Each push leaves a line in the file, until all have landed and the refused one says why. */
  private static Path installHook(GitRepository bare) {
    Path log = bare.directory().resolve("hook.log");
    try {
      Files.createFile(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bare.hook(
        "pre-receive",
        """
        read -r old new ref
        if git log --format=%%an "$old..$new" | grep -qx %1$s; then
          echo refused >> %2$s
          echo '%1$s may not push here' >&2
          exit 1
        fi
        echo accepted >> %2$s
        """
            .formatted(REFUSED, log));
    return log;
  }

  private static boolean says(Fleet fleet, App refused) {
    return ready(fleet, refused).startsWith("False");
  }

  private static String ready(Fleet fleet, App refused) {
    Optional<BindingCondition> ready = fleet.objects().ready(refused);
    return ready
        .map(
            it ->
                it.status()
                    + ", "
                    + it.reason()
                    + ": "
                    + it.message().lines().findFirst().orElse(""))
        .orElse("nothing");
  }

  private static long lines(Path log) {
    try {
      return Files.readAllLines(log).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
