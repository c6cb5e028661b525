package dev.gitopsbinding.bench.soak;

import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import java.time.Duration;
import java.util.List;

/**
 * Lets random faults loose on 100 bindings, ends them, and checks that nothing was lost. Arguments:
 * the seconds it lasts, and the seed of an earlier run to do the same faults again. Ends with 1 if
 * an invariant was broken.
 */
final class SoakMain {
  private static final int BINDINGS = 100;
  private static final int SOURCES = 10;
  private static final Duration STANDARD = Duration.ofMinutes(10);

  private SoakMain() {}

  public static void main(String[] arguments) {
    Duration time =
        arguments.length > 0 ? Duration.ofSeconds(Long.parseLong(arguments[0])) : STANDARD;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    Progress.note("soak for " + time.toSeconds() + " s, seed " + seed);
    FleetPlan plan =
        FleetPlan.of("soak", BINDINGS, SOURCES).withNamespaces(4, 2).withInterval("10s");
    List<String> broken;
    try (Lab lab = Lab.start();
        Fleet fleet = Fleet.create(lab, plan)) {
      broken = new Soak(lab, fleet, seed).run(time);
    }
    broken.forEach(line -> System.out.println("BROKEN " + line));
    System.out.println(broken.isEmpty() ? "soak: I1 to I5 held" : "soak: seed " + seed);
    System.exit(broken.isEmpty() ? 0 : 1);
  }
}
