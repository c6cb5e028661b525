package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts and times git operations. */
public final class GitMeters implements GitListener {
  private static final String SUCCESS = "Success";

  private final MeterRegistry registry;
  private final Counter pushes;
  private final Counter commits;
  private final Counter retries;

  /** Registers the meters. */
  public GitMeters(MeterRegistry registry) {
    this.registry = registry;
    this.pushes =
        Counter.builder(MeterNames.PUSHES)
            .description("Pushes that a git host accepted.")
            .register(registry);
    this.commits =
        Counter.builder(MeterNames.COMMITS)
            .description("Commits in the pushes that a git host accepted.")
            .register(registry);
    this.retries =
        Counter.builder(MeterNames.PUSH_RETRIES)
            .description("Pushes rejected because the branch had moved, and retried.")
            .register(registry);
  }

  @Override
  public void operationEnded(Operation operation, @Nullable Reason failure, Duration took) {
    Timer.builder(MeterNames.GIT_OPERATION_DURATION)
        .description("Duration of git operations, by kind and result.")
        .tag("operation", operation.text())
        .tag("result", failure == null ? SUCCESS : failure.text())
        .serviceLevelObjectives(MeterNames.BUCKETS)
        .register(registry)
        .record(took);
  }

  @Override
  public void pushed(int count) {
    pushes.increment();
    commits.increment(count);
  }

  @Override
  public void rejectedPushRetried() {
    retries.increment();
  }
}
