package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts and times git operations. */
public final class GitMeters implements GitListener {
  private static final String SUCCESS = "Success";

  private final MeterRegistry registry;
  private final Counter pushes;
  private final Counter commits;
  private final Counter retries;
  private final HostLabels hosts = new HostLabels();
  private final AtomicInteger pending = new AtomicInteger();
  private final Timer queued;

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
    Gauge.builder(MeterNames.PUSHES_PENDING, pending, AtomicInteger::get)
        .description("Changes in the queues of manifest branches, until each has a result.")
        .register(registry);
    this.queued =
        Timer.builder(MeterNames.PUSH_DURATION)
            .description("From when a change is queued for its branch to its result.")
            .serviceLevelObjectives(MeterNames.BUCKETS)
            .register(registry);
  }

  @Override
  public void operationEnded(
      Operation operation, String host, @Nullable Reason failure, Duration took) {
    Timer.builder(MeterNames.GIT_OPERATION_DURATION)
        .description("Duration of git operations, by host, kind and result.")
        .tag("host", hosts.of(host))
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
  public void pushQueued() {
    pending.incrementAndGet();
  }

  @Override
  public void pushEnded(Duration took) {
    pending.decrementAndGet();
    queued.record(took);
  }

  @Override
  public void rejectedPushRetried() {
    retries.increment();
  }
}
