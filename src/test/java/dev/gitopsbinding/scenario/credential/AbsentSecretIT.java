package dev.gitopsbinding.scenario.credential;

import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A binding whose Secret comes later. A class of its own: it waits for a minute. */
class AbsentSecretIT {
  private static final Pattern FAILED_SYNCS =
      Pattern.compile(
          "(?m)^gitopsbinding_sync_duration_seconds_count[{]result=\"SecretNotFound\"[}] (\\d+)");

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Fault(value = "Secret made while its binding fails, at an interval of 1 h", holds = "I2")
  @Test
  void aSecretThatIsMadeIsNoticedWithin30Seconds() {
    // Given
    scene.deleteSecret("git");
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    // The delays were 2 s, 4 s and so on up to 32 s; the next one is of 32 s at least.
    await().atMost(Duration.ofMinutes(3)).until(() -> failedSyncs() >= 6);

    // When
    scene.createSecret("git", stage.git().privateKey(), stage.git().knownHosts());

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> "True".equals(condition(scene.status("web"), "Ready").status()));
  }

  private static int failedSyncs() {
    Matcher syncs = FAILED_SYNCS.matcher(STAGE.get().get("/metrics"));
    return syncs.find() ? Integer.parseInt(syncs.group(1)) : 0;
  }
}
