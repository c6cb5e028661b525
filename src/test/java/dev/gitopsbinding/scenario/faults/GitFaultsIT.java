package dev.gitopsbinding.scenario.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.net.FaultyForwarder;
import dev.gitopsbinding.testing.net.FaultyForwarder.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A git host that is down, silent or slow, each at several moments, and sound again later. */
class GitFaultsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** More than a login needs, and less than the manifest repository has. */
  private static final int IN_THE_PACK = 100_000;

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();

  /**
   * @param soundBytes what the host says before it goes wrong
   * @param reasons that may be told
   */
  record Misbehaviour(String name, long soundBytes, Mode mode, List<String> reasons) {}

  private static List<Misbehaviour> misbehaviours() {
    List<String> slow = List.of("TimedOut");
    List<String> cut = List.of("HostUnreachable", "RemoteError");
    return List.of(
        new Misbehaviour("down", 0, Mode.DOWN, cut),
        new Misbehaviour("silent", 0, Mode.SILENT, slow),
        new Misbehaviour("silent-in-the-handshake", 100, Mode.SILENT, slow),
        new Misbehaviour("dripping", 0, Mode.DRIPPING, slow),
        new Misbehaviour("silent-in-a-pack", IN_THE_PACK, Mode.SILENT, slow),
        new Misbehaviour("cut-in-the-handshake", 100, Mode.DOWN, cut),
        new Misbehaviour("cut-in-a-pack", IN_THE_PACK, Mode.DOWN, cut));
  }

  /** A binding whose manifest repository is reached through a forwarder of its own. */
  private static final class Afflicted implements AutoCloseable {
    final Misbehaviour fault;
    final Scene scene = STAGE.get().scene();
    final FaultyForwarder forwarder = FaultyForwarder.to(STAGE.get().git().port());

    Afflicted(Misbehaviour fault) {
      this.fault = fault;
      scene.manifest.commitBytes("main", noise(), "much");
      String port = ":" + STAGE.get().git().port();
      String through = ":" + forwarder.port();
      scene.createSecret(
          "git",
          STAGE.get().git().privateKey(),
          STAGE.get().git().knownHosts()
              + STAGE.get().git().knownHosts().replace("]" + port, "]" + through));
      forwarder.beAfter(fault.soundBytes(), fault.mode());
      String url = STAGE.get().git().url(scene.manifestName);
      scene.apply(
          fault.name(),
          scene
              .spec()
              .replace(url, url.replace(port, through))
              .replace("interval: 10s", "interval: 10s\ntimeout: " + TIMEOUT.toSeconds() + "s"));
    }

    void awaitTold() {
      BindingCondition ready =
          condition(
              scene.await(fault.name(), status -> !condition(status, "Ready").reason().isEmpty()),
              "Ready");
      assertThat(ready.reason()).as(ready.message()).isIn(fault.reasons());
      assertThat(scene.manifestText()).contains(IMAGE + ":old");
    }

    void heal() {
      forwarder.be(Mode.SOUND);
    }

    void awaitHealed() {
      scene.awaitReady(fault.name(), scene.source.tip("main"));
      assertThat(scene.manifestCommits()).isEqualTo(3);
    }

    @Override
    public void close() {
      scene.delete(fault.name());
      forwarder.close();
    }

    /** Files that no compression makes small. */
    private static Map<String, byte[]> noise() {
      Random random = new Random(1);
      return IntStream.range(0, 50)
          .boxed()
          .collect(
              Collectors.toMap(
                  i -> "noise/" + i,
                  _ -> {
                    byte[] bytes = new byte[10_000];
                    random.nextBytes(bytes);
                    return bytes;
                  }));
    }
  }

  @Fault(
      value =
          "git host down, silent, dripping or cut, before login, in the handshake and in a pack",
      holds = {"I2", "I6"})
  @Test
  void everyFaultIsToldWithinTheTimeoutDelaysNobodyAndHeals() {
    List<Afflicted> afflicted = misbehaviours().stream().map(Afflicted::new).toList();
    try {
      // While all of them hang
      long start = System.nanoTime();
      Scene sound = stage.scene();
      sound.apply("sound", sound.spec());
      sound.awaitReady("sound", sound.source.tip("main"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT);

      afflicted.forEach(Afflicted::awaitTold);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));

      afflicted.forEach(Afflicted::heal);
      afflicted.forEach(Afflicted::awaitHealed);
    } finally {
      afflicted.forEach(Afflicted::close);
    }
  }
}
