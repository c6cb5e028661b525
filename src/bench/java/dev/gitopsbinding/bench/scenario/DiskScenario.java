package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.lab.Folders;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import dev.gitopsbinding.testing.program.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the copy of a large repository takes on disk after many commits. */
record DiskScenario(FleetPlan plan, int rounds) implements FleetScenario {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final double TIMES = 1.5;
  private static final double ROOM_MIB = 10;
  private static final double MIB = 1 << 20;

  @Override
  public List<Row> run(Lab lab, Yardstick yardstick) {
    try (Fleet fleet = Fleet.create(lab, plan);
        OperatorProcess operator = OperatorProcess.start(lab, name(), 256)) {
      WarmUp.firstSync(fleet, operator);
      List<String> before = fleet.tips();
      for (int i = 0; i < rounds; i++) {
        fleet.round(LIMIT);
      }
      Map<String, Integer> expected = Fleet.once(fleet.apps());
      expected.replaceAll((_, _) -> rounds);
      fleet.verify(before, expected, Set.of());
      double disk = Folders.bytes(operator.cache(), "") / MIB;
      double pack = depthOnePack(fleet.manifests().getFirst().directory());
      return List.of(
          Row.of(name(), plan.bindings())
              .check("disk", disk, TIMES * pack + ROOM_MIB, "MiB")
              .note("commits", rounds * plan.bindings())
              .note("pack of depth 1 in MiB", "%.2f".formatted(pack)));
    }
  }

  private static double depthOnePack(Path repository) {
    Path clone = Lab.FOLDER.resolve("depth-1-" + System.nanoTime());
    try {
      Command.in(Lab.FOLDER)
          .run(
              "git",
              "clone",
              "-q",
              "--bare",
              "--depth",
              "1",
              "file://" + repository,
              clone.toString());
      return Folders.bytes(clone, ".pack") / MIB;
    } finally {
      Folders.delete(clone);
    }
  }
}
