package dev.gitopsbinding.scenario.person;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitCommandBlocker;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

/** A person's last word, and what a status says, also at unlucky moments. */
class LastWordIT {
  /** Locked by who restarts the operator, counts its work or reads its log. */
  private static final String OPERATOR = "operator";

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final String tip = scene.source.tip("main");

  @Fault(value = "tag of somebody else reverted while suspended", holds = "I3")
  @ResourceLock(OPERATOR)
  @Test
  void aRevertWhileSuspendedStaysWhoeverWroteTheTag() {
    // Given: the tag was there without a push of ours
    scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":" + tip));
    scene.apply("web", scene.spec());
    GitOpsBindingStatus ready = scene.awaitReady("web", tip);

    // When
    scene.apply("web", "suspend: true\n" + scene.spec());

    // Then
    GitOpsBindingStatus suspended =
        scene.await("web", status -> condition(status, "Suspended").status().equals("True"));
    assertThat(condition(suspended, "Ready")).isEqualTo(condition(ready, "Ready"));

    // When
    stage.restart(() -> scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old")));
    scene.apply("web", "suspend: false\n" + scene.spec());

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "ManifestChanged");
    assertThat(condition(held, "Stalled").reason()).isEqualTo("ManifestChanged");
    assertThat(condition(held, "Suspended").status()).isEmpty();
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(IMAGE + ":old"));
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .extracting(Event::getReason)
                    .containsExactlyInAnyOrder("Suspended", "Resumed", "ManifestChanged"));
  }

  @Fault(
      value = "tag of somebody else reverted, then another field of the spec changed",
      holds = "I3")
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
  @Test
  void aHoldOutlivesAChangeOfTheInterval() {
    // Given
    scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":" + tip));
    scene.apply("web", scene.spec());
    scene.awaitReady("web", tip);
    scene.manifest.commit("main", Map.of(PATH, deploymentYaml(IMAGE + ":old")), "Revert it");
    scene.awaitReason("web", "ManifestChanged");

    // When
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 11s"));

    // Then
    scene.await("web", status -> status.observedGeneration() == 2);
    assertThat(condition(scene.status("web"), "Ready").reason()).isEqualTo("ManifestChanged");
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(IMAGE + ":old"));

    // When
    scene.request("web", "now");

    // Then
    assertThat(scene.awaitReady("web", tip).lastHandledRequestedAt()).isEqualTo("now");
    assertThat(scene.manifestText()).contains(IMAGE + ":" + tip);
  }

  @Fault(value = "host declines what was requested over a hold", holds = "I2")
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
  @Test
  void aRequestOverAHoldIsHandledByTheAttemptAndNotForgotten() {
    // Given
    scene.apply("web", scene.spec());
    scene.awaitReady("web", tip);
    scene.manifest.commit("main", Map.of(PATH, deploymentYaml(IMAGE + ":old")), "Revert it");
    scene.awaitReason("web", "ManifestChanged");
    scene.manifest.declinePushes("not now");

    // When
    scene.request("web", "now");

    // Then
    GitOpsBindingStatus declined = scene.awaitReason("web", "PushDeclined");
    assertThat(declined.lastHandledRequestedAt()).isEqualTo("now");

    // When
    scene.manifest.removeHook("pre-receive");

    // Then
    assertThat(scene.awaitReady("web", tip).pendingRequestedAt()).isNull();
  }

  @Fault(value = "branch rewritten by force, the file as it was", holds = "I1")
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = OPERATOR, mode = ResourceAccessMode.READ)
  @Test
  void aStatusNamesNoCommitThatLeftTheBranch() {
    // Given
    scene.apply("web", scene.spec());
    String first = scene.awaitReady("web", tip).manifest().commit();
    scene.manifest.commit("main", "README", "of somebody else");
    String second = scene.manifest.tip("main");
    scene.request("web", "look");
    scene.await("web", status -> "look".equals(status.lastHandledRequestedAt()));
    assertThat(scene.status("web").manifest().commit()).isEqualTo(first).isNotEqualTo(second);

    // When
    String squashed = scene.manifest.git("commit-tree", "-m", "squashed", "main^{tree}").strip();
    scene.manifest.git("update-ref", "refs/heads/main", squashed);

    // Then
    scene.await("web", status -> squashed.equals(status.manifest().commit()));
    assertThat(scene.manifest.tip("main")).isEqualTo(squashed);
  }

  @Fault(value = "branch rewritten by force while no operator runs", holds = "I1")
  @ResourceLock(OPERATOR)
  @Test
  void aStatusNamesNoCommitThatLeftTheBranchBeforeTheStart() {
    // Given
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    String first = scene.awaitReady("web", tip).manifest().commit();

    // When
    stage.restart(
        () -> {
          String other = scene.manifest.git("commit-tree", "-m", "squashed", "main^{tree}").strip();
          scene.manifest.git("update-ref", "refs/heads/main", other);
        });

    // Then
    String now = scene.manifest.tip("main");
    assertThat(now).isNotEqualTo(first);
    scene.await("web", status -> now.equals(status.manifest().commit()));
    assertThat(scene.manifest.tip("main")).isEqualTo(now);
  }

  /** No other process can have pushed for it, so that the branch's history is not asked for. */
  @ResourceLock(OPERATOR)
  @Test
  void aBindingThatIsMadeUnderThisProcessCostsOneFetch() {
    // Given
    scene.manifest.commit("main", "README", "history that is not at hand");
    double before = fetches();

    // When
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    scene.awaitReady("web", tip);

    // Then
    assertThat(fetches() - before).isEqualTo(1);
  }

  private static double fetches() {
    return STAGE
        .get()
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith("gitopsbinding_git_operation_duration_seconds_count"))
        .filter(line -> line.contains("operation=\"fetch\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void theImageHasOneFormInTheStatus() {
    // Given
    scene.manifest.commit("main", PATH, deploymentYaml("docker.io/library/nginx:old"));
    scene.apply("web", scene.spec().replace("name: " + IMAGE, "name: nginx"));

    // Then
    assertThat(scene.awaitReady("web", tip).manifest().image())
        .isEqualTo("docker.io/library/nginx:" + tip);
  }

  @Fault(value = "binding deleted during its push", holds = "I1")
  @ResourceLock(OPERATOR)
  @Test
  void aDeletionDuringASyncLogsNoStackTrace() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    try (GitCommandBlocker blocker = GitCommandBlocker.beforePush(scene.manifest)) {
      // Given
      scene.apply("doomed", scene.spec());
      blocker.awaitHeld();
      root.addAppender(log);
      log.start();

      // When
      scene.delete("doomed");
      blocker.releaseToTheEnd();

      // Then
      await().atMost(OperatorStage.PATIENCE).until(() -> scene.manifestText().contains(tip));
      scene.apply("web", scene.spec());
      scene.awaitReady("web", tip);
      assertThat(List.copyOf(log.list))
          .filteredOn(line -> line.getThrowableProxy() != null)
          .extracting(ILoggingEvent::getFormattedMessage)
          .isEmpty();
    } finally {
      root.detachAppender(log);
    }
  }
}
