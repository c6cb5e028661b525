package dev.gitopsbinding.scenario.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitRepository;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A fix outside of the spec is noticed soon, and the status says plainly what is wrong. */
class RepairIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final Scene scene = STAGE.get().scene();

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
}
