package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.status.history.DeploymentChange;
import dev.gitopsbinding.status.history.DeploymentListener;
import dev.gitopsbinding.status.history.LeadTimeStage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.stream.Stream;

/** Counts and times deployments, over all bindings. */
public final class DeploymentMeters implements DeploymentListener {
  private final MeterRegistry registry;
  private final Counter failures;
  private final Timer restore;

  /** Registers all series: Prometheus sees no increase where a series begins. */
  public DeploymentMeters(MeterRegistry registry) {
    this.registry = registry;
    Arrays.stream(LeadTimeStage.values()).forEach(this::stage);
    Stream.of(Result.ROLLED_OUT, Result.FAILED, Result.SUPERSEDED, Result.REVERTED)
        .forEach(this::ended);
    failures =
        Counter.builder(MeterNames.CHANGE_FAILURES)
            .description("Pushed tags whose rollout failed, or that were reverted.")
            .register(registry);
    restore =
        Timer.builder(MeterNames.RESTORE)
            .description("From a failed rollout to the next completed one of the same binding.")
            .serviceLevelObjectives(MeterNames.LEAD_TIME_BUCKETS)
            .register(registry);
  }

  @Override
  public void happened(DeploymentChange change) {
    switch (change) {
      case DeploymentChange.StageEnded(var stage, var took) -> stage(stage).record(took);
      case DeploymentChange.DeploymentEnded(var result) -> ended(result).increment();
      case DeploymentChange.ChangeFailed() -> failures.increment();
      case DeploymentChange.ServiceRestored(var took) -> restore.record(took);
    }
  }

  private Timer stage(LeadTimeStage stage) {
    return Timer.builder(MeterNames.LEAD_TIME)
        .description("How long the stages of deployments took, from commit to rollout.")
        .tag("stage", stage.text())
        .serviceLevelObjectives(MeterNames.LEAD_TIME_BUCKETS)
        .register(registry);
  }

  private Counter ended(Result result) {
    return Counter.builder(MeterNames.DEPLOYMENTS)
        .description("Pushed tags, by their first result.")
        .tag("result", result.text())
        .register(registry);
  }
}
