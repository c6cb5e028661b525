package dev.gitopsbinding.scenario.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.apiserver.SecondApiServer;
import dev.gitopsbinding.testing.git.GitCommandBlocker;
import dev.gitopsbinding.testing.net.FaultyForwarder;
import dev.gitopsbinding.testing.net.FaultyForwarder.Mode;
import io.fabric8.kubernetes.client.informers.impl.cache.Reflector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What goes wrong between the operator and the API server. */
@ExtendWith(ApiServerExtension.class)
class ApiServerFaultsIT {
  @Fault(
      value = "API server down between push and status",
      holds = {"I2", "I3"})
  @Test
  void aPushWhoseStatusCannotBeWrittenIsNotMadeTwice(ApiServer api) {
    try (var forwarder = FaultyForwarder.to(api.port());
        OperatorStage stage = OperatorStage.startBehind(api, forwarder)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));
      GitCommandBlocker blocker = GitCommandBlocker.afterPush(scene.manifest);
      String second = scene.source.commit("main", "README", "second");
      scene.request("web", "now");
      blocker.awaitHeld();

      // When
      forwarder.be(Mode.DOWN);
      blocker.release();
      await().atMost(OperatorStage.PATIENCE).until(() -> scene.manifestText().contains(second));
      String third = scene.source.commit("main", "README", "third");
      scene.request("web", "again");
      forwarder.be(Mode.SOUND);

      // Then
      scene.awaitReady("web", third);
      assertThat(scene.manifest.log("main", "%s"))
          .filteredOn(subject -> subject.contains(second))
          .hasSize(1);
      assertThat(scene.manifestCommits()).isEqualTo(4);
    }
  }

  @Fault(value = "watch cut", holds = "I2")
  @Test
  void whatChangedWhileTheWatchWasCutIsActedOn(ApiServer api) {
    try (var forwarder = FaultyForwarder.to(api.port());
        OperatorStage stage = OperatorStage.startBehind(api, forwarder)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
      scene.apply("gone", scene.spec().replace("name: web", "name: gone"));
      scene.awaitReady("web", scene.source.tip("main"));

      // When
      forwarder.be(Mode.DOWN);
      String second = scene.source.commit("main", "README", "second");
      scene.delete("gone");
      scene.request("web", "now");
      scene.apply("new", scene.spec().replace("path: ", "path: other/"));
      forwarder.be(Mode.SOUND);

      // Then
      scene.awaitReady("web", second);
      scene.awaitReason("new", "FileNotFound");
      assertThat(stage.get("/livez")).contains("ok");
      await()
          .atMost(OperatorStage.PATIENCE)
          .until(() -> !stage.get("/metrics").contains("name=\"gone\""));
    }
  }

  @Fault(value = "watch too old (410 Gone)", holds = "I2")
  @Test
  void aWatchThatIsTooOldIsRestarted(ApiServer api) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger reflector = (Logger) LoggerFactory.getLogger(Reflector.class);
    try (var forwarder = FaultyForwarder.to(api.port());
        OperatorStage stage = OperatorStage.startBehind(api, forwarder)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
      scene.apply("gone", scene.spec().replace("name: web", "name: gone"));
      scene.awaitReady("web", scene.source.tip("main"));
      reflector.setLevel(Level.DEBUG);
      reflector.addAppender(log);
      log.start();

      // When
      forwarder.be(Mode.DOWN);
      String second = scene.source.commit("main", "README", "second");
      scene.delete("gone");
      scene.request("web", "now");
      try (SecondApiServer replacement = SecondApiServer.startBeside(api)) {
        forwarder.leadTo(replacement.port());
        forwarder.be(Mode.SOUND);

        // Then
        scene.awaitReady("web", second);
        assertThat(log.list)
            .extracting(ILoggingEvent::getFormattedMessage)
            .anyMatch(line -> line.contains("http gone"));
        await()
            .atMost(OperatorStage.PATIENCE)
            .until(() -> !stage.get("/metrics").contains("name=\"gone\""));
        assertThat(stage.get("/livez")).contains("ok");
      }
    } finally {
      reflector.detachAppender(log);
      reflector.setLevel(null);
    }
  }

  @Fault(value = "status written by somebody else", holds = "I5")
  @Test
  void aStatusThatSomebodyElseWroteIsPutRight(ApiServer api) {
    try (OperatorStage stage = OperatorStage.start(api)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
      String tip = scene.source.tip("main");
      scene.awaitReady("web", tip);

      // When
      ApiServer.Output patched =
          api.kubectl(
              "patch",
              "--namespace=" + scene.namespace,
              "gitopsbinding/web",
              "--subresource=status",
              "--type=json",
              "--patch="
                  + "[{op: replace, path: /status/conditions/0/status, value: 'False'},"
                  + "{op: replace, path: /status/manifest/image, value: 'other:1'}]");
      assertThat(patched.exitCode()).as(patched.text()).isZero();
      scene.awaitReason("web", "UpToDate");
      assertThat(scene.status("web").manifest().image()).isEqualTo("other:1");
      scene.request("web", "now");

      // Then
      assertThat(scene.awaitReady("web", tip).manifest().image()).endsWith(tip);
    }
  }
}
