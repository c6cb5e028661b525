package dev.gitopsbinding.bench.soak;

import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.fleet.OutsideWriter;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.WarmUp;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random faults, one after the other, and the end of all of them. */
final class Soak {
  private enum Fault {
    NEW_COMMITS,
    HOST_DOWN,
    HOOK_DECLINES,
    HOOK_HANGS,
    SECRET_BROKEN,
    BINDING_REMADE,
    DEPLOYMENT_REMADE,
    TAG_REVERTED,
    REVERTED_WHILE_SUSPENDED,
    FIELD_CHANGED,
    OPERATOR_KILLED,
    OPERATOR_KILLED_BEFORE_STATUS,
    OPERATOR_PAUSED,
    OPERATOR_ENDED
  }

  private static final int HEAP_MIB = 256;
  private static final int LONGEST_FAULT_MILLIS = 5_000;
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration HEALING = Duration.ofMinutes(8);

  private final Lab lab;
  private final Fleet fleet;
  private final GitRepository manifest;
  private final UserActions user;
  private final Random random;
  private final List<Fault> endedByThemselves = new ArrayList<>();
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

  Soak(Lab lab, Fleet fleet, long seed) {
    this.lab = lab;
    this.fleet = fleet;
    this.manifest = fleet.manifests().getFirst();
    this.user = new UserActions(lab, fleet, manifest);
    this.random = new Random(seed);
  }

  /** Answers what was broken. */
  List<String> run(Duration time) {
    OperatorProcess operator = start();
    try (OutsideWriter writer =
        new OutsideWriter(lab, manifest.directory().getFileName() + "", 0)) {
      WarmUp.firstSync(fleet, operator);
      writer.start();
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        operator = once(operator);
        Await.pause(REST);
      }
      Progress.note("faults: " + counts);
      writer.stop();
      fleet.commitSources();
      fleet.trigger();
      fleet.awaitReady(HEALING);
      Progress.note("all are Ready again");
      List<String> broken = new ArrayList<>(new SoakChecks(fleet, writer.accepted()).broken());
      endedByThemselves.forEach(fault -> broken.add("the operator ended by itself in " + fault));
      return broken;
    } catch (BenchException e) {
      return List.of("I2: " + e.getMessage());
    } finally {
      operator.close();
    }
  }

  private OperatorProcess start() {
    return OperatorProcess.start(lab, "soak", HEAP_MIB);
  }

  /** One fault, and its end; answers the operator that runs then. */
  private OperatorProcess once(OperatorProcess operator) {
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    counts.merge(fault, 1, Integer::sum);
    Progress.note(fault.toString());
    App app = fleet.apps().get(random.nextInt(fleet.apps().size()));
    // No sync is requested of these, and none is created again: their last word counts.
    App reverted = fleet.apps().get(half() + random.nextInt(half()));
    // There is always something to write when something goes wrong.
    fleet.commitSources();
    fleet.trigger();
    switch (fault) {
      case NEW_COMMITS -> last();
      case HOST_DOWN -> {
        lab.git().stop();
        last();
        lab.git().startAgain();
      }
      case HOOK_DECLINES -> {
        manifest.declinePushes("not now");
        last();
        manifest.removeHook("pre-receive");
      }
      case HOOK_HANGS -> {
        manifest.hook("pre-receive", "cat >/dev/null; sleep 3");
        last();
        manifest.removeHook("pre-receive");
      }
      case SECRET_BROKEN -> {
        fleet.objects().replaceSecret(app, "no key");
        last();
        fleet.objects().replaceSecret(app);
      }
      case BINDING_REMADE -> {
        App remade = fleet.apps().get(random.nextInt(half()));
        fleet.objects().deleteBinding(remade);
        last();
        fleet.objects().createBinding(remade, Fleet.AUTHOR);
      }
      case DEPLOYMENT_REMADE -> {
        fleet.objects().deleteDeployment(app);
        last();
        fleet.objects().createDeployment(app);
      }
      case TAG_REVERTED -> {
        last();
        user.revert(reverted);
        last();
      }
      case REVERTED_WHILE_SUSPENDED -> {
        last();
        user.suspend(reverted, true);
        user.revert(reverted);
        last();
        user.suspend(reverted, false);
        last();
      }
      case FIELD_CHANGED -> {
        last();
        user.revert(reverted);
        last();
        user.changeTimeout(reverted, 30 + random.nextInt(30));
        last();
      }
      case OPERATOR_KILLED_BEFORE_STATUS -> {
        Path landed = user.holdAnswers();
        UserActions.awaitLanded(landed, Duration.ofMillis(LONGEST_FAULT_MILLIS));
        operator.kill();
        manifest.removeHook("post-receive");
        user.revert(reverted);
        OperatorProcess next = start();
        last();
        return next;
      }
      case OPERATOR_KILLED -> {
        last();
        operator.kill();
        return start();
      }
      case OPERATOR_PAUSED -> {
        operator.pause();
        last();
        operator.resume();
      }
      case OPERATOR_ENDED -> {
        last();
        operator.close();
        return start();
      }
    }
    if (!operator.isAlive()) {
      // A process that stood still may have lost its lease.
      if (fault != Fault.OPERATOR_PAUSED) {
        endedByThemselves.add(fault);
      }
      operator.kill();
      return start();
    }
    return operator;
  }

  private int half() {
    return fleet.apps().size() / 2;
  }

  private void last() {
    Await.pause(Duration.ofMillis(random.nextInt(LONGEST_FAULT_MILLIS)));
  }
}
