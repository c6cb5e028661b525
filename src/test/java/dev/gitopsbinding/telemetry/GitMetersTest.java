package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitListener.Operation;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GitMetersTest {
  @AutoClose private final OperatorMetrics metrics = new OperatorMetrics();
  private final GitMeters meters = new GitMeters(metrics.registry());

  @Test
  void countersAreThereBeforeTheFirstPush() throws IOException {
    Exposition scrape = Exposition.of(metrics);

    assertThat(scrape.value("gitopsbinding_pushes_total")).contains(0.0);
    assertThat(scrape.value("gitopsbinding_commits_total")).contains(0.0);
    assertThat(scrape.value("gitopsbinding_push_retries_total")).contains(0.0);
  }

  @Test
  void aPushOfManyCommitsIsOnePush() throws IOException {
    meters.pushed(3);
    meters.pushed(2);
    meters.rejectedPushRetried();

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_pushes_total")).contains(2.0);
    assertThat(scrape.value("gitopsbinding_commits_total")).contains(5.0);
    assertThat(scrape.value("gitopsbinding_push_retries_total")).contains(1.0);
  }

  @Test
  void changesAreShownWhileTheyAreQueuedAndTimedAfterwards() throws IOException {
    meters.pushQueued();
    meters.pushQueued();
    meters.pushEnded(Duration.ofSeconds(2));

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_pushes_pending")).contains(1.0);
    assertThat(scrape.value("gitopsbinding_push_duration_seconds_sum")).contains(2.0);
  }

  @Test
  void operationsAreCountedByKindAndResult() throws IOException {
    meters.operationEnded(Operation.LS_REFS, "git.example.com", null, Duration.ofMillis(20));
    meters.operationEnded(
        Operation.LS_REFS, "git.example.com", Reason.HOST_UNREACHABLE, Duration.ofSeconds(9));

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value(series("ls-refs", "Success"))).contains(1.0);
    assertThat(scrape.value(series("ls-refs", "HostUnreachable"))).contains(1.0);
  }

  private static String series(String operation, String result) {
    return "gitopsbinding_git_operation_duration_seconds_count{host=\"git.example.com\",operation=\"%s\",result=\"%s\"}"
        .formatted(operation, result);
  }
}
