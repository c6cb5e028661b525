package dev.gitopsbinding.scenario;

import static dev.gitopsbinding.scenario.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.testing.ClassStage;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.GitRepository;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What somebody mends outside of the spec is noticed soon, and what is wrong is told plainly. */
class RepairIT {
  private static final Pattern FAILED_SYNCS =
      Pattern.compile(
          "(?m)^gitopsbinding_sync_duration_seconds_count[{]result=\"SecretNotFound\"[}] (\\d+)");

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Fault(value = "Secret made while its binding fails, at an interval of 1 h", holds = "I2")
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aSecretThatIsMadeIsNoticedWithin30Seconds() {
    // Given
    scene.deleteSecret("git");
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    // The pauses were 2 s, 4 s and so on up to 32 s; the next one is of 32 s at least.
    await().atMost(Duration.ofMinutes(3)).until(() -> failedSyncs() >= 6);

    // When
    scene.createSecret("git", stage.git().privateKey(), stage.git().knownHosts());

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> "True".equals(condition(scene.status("web"), "Ready").status()));
  }

  @Fault(
      value = "branch that points at a tag object",
      holds = {"I1", "I2"})
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBranchThatPointsAtATagIsToldAndNotAnErrorOfTheOperator(boolean source) throws IOException {
    // Given
    GitRepository repository = source ? scene.source : scene.manifest;
    String commit = repository.tip("main");
    repository.git("tag", "-a", "-m", "a release", "v1", commit);
    Path branch = repository.directory().resolve("refs/heads/main");
    Files.writeString(branch, repository.git("rev-parse", "refs/tags/v1") + "\n");
    var errors = new ListAppender<ILoggingEvent>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    errors.start();
    root.addAppender(errors);

    try {
      // When
      scene.apply("web", scene.spec());

      // Then
      BindingCondition ready = condition(scene.awaitReason("web", "BranchIsTag"), "Ready");
      assertThat(ready.message())
          .contains("branch main of ", source ? scene.sourceName : scene.manifestName, "tag");
      assertThat(List.copyOf(errors.list))
          .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
          .isEmpty();
      assertThat(repository.git("rev-parse", "refs/heads/main"))
          .isEqualTo(repository.git("rev-parse", "refs/tags/v1"));

      // When
      Files.writeString(branch, commit + "\n");

      // Then
      scene.awaitReady("web", scene.source.tip("main"));
    } finally {
      root.detachAppender(errors);
    }
  }

  @Test
  void aBindingWithTheLongestNameHasEvents() {
    String name = "w" + "e".repeat(251) + "b";
    scene.apply(name, scene.spec());
    scene.awaitReady(name, scene.source.tip("main"));
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () -> assertThat(scene.events(name)).extracting(Event::getReason).contains("Pushed"));
  }

  private static int failedSyncs() {
    Matcher syncs = FAILED_SYNCS.matcher(STAGE.get().get("/metrics"));
    return syncs.find() ? Integer.parseInt(syncs.group(1)) : 0;
  }
}
