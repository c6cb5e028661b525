package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.status.history.DeploymentChange;
import dev.gitopsbinding.status.history.LeadTimeStage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DeploymentMetersTest {
  @AutoClose private final OperatorMetrics metrics = new OperatorMetrics();
  private final DeploymentMeters meters = new DeploymentMeters(metrics.registry());

  @Test
  void allSeriesAreThereBeforeTheFirstDeployment() throws IOException {
    Exposition scrape = Exposition.of(metrics);

    for (LeadTimeStage stage : LeadTimeStage.values()) {
      assertThat(
              scrape.value(
                  "gitopsbinding_lead_time_seconds_count{stage=\"%s\"}".formatted(stage.text())))
          .contains(0.0);
    }
    assertThat(scrape.value("gitopsbinding_deployments_total{result=\"RolledOut\"}")).contains(0.0);
    assertThat(scrape.text()).doesNotContain("result=\"Pushed\"", "RolledBack");
    assertThat(scrape.value("gitopsbinding_change_failures_total")).contains(0.0);
    assertThat(scrape.value("gitopsbinding_restore_seconds_count")).contains(0.0);
    assertThat(scrape.text().lines().filter(line -> line.startsWith("gitopsbinding_")).count())
        .as("series, however many bindings there are")
        .isLessThan(180);
  }

  @Test
  void deploymentsAreTimedFromSecondsToDays() throws IOException {
    meters.happened(stage(LeadTimeStage.ROLLOUT, Duration.ofSeconds(20)));
    meters.happened(stage(LeadTimeStage.ROLLOUT, Duration.ofDays(2)));
    meters.happened(new DeploymentChange.ServiceRestored(Duration.ofMinutes(7)));

    Exposition scrape = Exposition.of(metrics);
    assertThat(bucket(scrape, "lead_time", "stage=\"rollout\",", "10.0")).isEqualTo(0.0);
    assertThat(bucket(scrape, "lead_time", "stage=\"rollout\",", "30.0")).isEqualTo(1.0);
    assertThat(bucket(scrape, "lead_time", "stage=\"rollout\",", "86400.0")).isEqualTo(1.0);
    assertThat(bucket(scrape, "lead_time", "stage=\"rollout\",", "259200.0")).isEqualTo(2.0);
    assertThat(bucket(scrape, "restore", "", "300.0")).isEqualTo(0.0);
    assertThat(bucket(scrape, "restore", "", "600.0")).isEqualTo(1.0);
  }

  @Test
  void whatBecameOfThemIsCounted() throws IOException {
    meters.happened(new DeploymentChange.DeploymentEnded(Result.ROLLED_OUT));
    meters.happened(new DeploymentChange.DeploymentEnded(Result.FAILED));
    meters.happened(new DeploymentChange.DeploymentEnded(Result.FAILED));
    meters.happened(new DeploymentChange.ChangeFailed());

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.value("gitopsbinding_deployments_total{result=\"RolledOut\"}")).contains(1.0);
    assertThat(scrape.value("gitopsbinding_deployments_total{result=\"Failed\"}")).contains(2.0);
    assertThat(scrape.value("gitopsbinding_change_failures_total")).contains(1.0);
  }

  private static DeploymentChange stage(LeadTimeStage stage, Duration took) {
    return new DeploymentChange.StageEnded(stage, took);
  }

  private static double bucket(Exposition scrape, String name, String labels, String limit) {
    return scrape
        .value("gitopsbinding_%s_seconds_bucket{%sle=\"%s\"}".formatted(name, labels, limit))
        .orElseThrow();
  }
}
