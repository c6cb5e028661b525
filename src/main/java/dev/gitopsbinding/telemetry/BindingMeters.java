package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.controller.SyncListener;
import dev.gitopsbinding.model.BindingId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times syncs, and exports the state of each binding. Only a limited number of bindings
 * get series of their own; the others are only counted. Thread-safe.
 */
public final class BindingMeters implements SyncListener {
  private final MeterRegistry registry;
  private final int maxLabelled;
  private final Map<BindingId, BindingSeries> labelled = new LinkedHashMap<>();
  private final Set<BindingId> unlabelled = new LinkedHashSet<>();
  private final Counter rollbacks;

  /**
   * Registers the meters.
   *
   * @param maxLabelled how many bindings get series of their own; 0 for none
   */
  public BindingMeters(MeterRegistry registry, int maxLabelled) {
    this.registry = registry;
    this.maxLabelled = maxLabelled;
    rollbacks =
        Counter.builder(MeterNames.ROLLBACKS)
            .description("Failed rollouts that the operator rolled back.")
            .register(registry);
    Gauge.builder(MeterNames.BINDINGS, this, meters -> meters.count(true))
        .description("Bindings that were synced and not deleted since.")
        .register(registry);
    Gauge.builder(MeterNames.BINDINGS_UNLABELLED, this, meters -> meters.count(false))
        .description(
            "Bindings without series of their own, because of GITOPSBINDING_METRICS_MAX_BINDINGS.")
        .register(registry);
  }

  @Override
  public void syncEnded(String result, Duration took) {
    Timer.builder(MeterNames.SYNC_DURATION)
        .description("Syncs of bindings, by the Ready reason they ended with.")
        .tag("result", result)
        .serviceLevelObjectives(MeterNames.BUCKETS)
        .register(registry)
        .record(took);
  }

  @Override
  public void imageAppeared(Duration waited) {
    Timer.builder(MeterNames.IMAGE_WAIT_DURATION)
        .description("How long bindings waited for images that were not in their registry yet.")
        .serviceLevelObjectives(MeterNames.WAIT_BUCKETS)
        .register(registry)
        .record(waited);
  }

  @Override
  public void rolledBack() {
    rollbacks.increment();
  }

  @Override
  public synchronized void ready(BindingId binding, boolean ready) {
    BindingSeries series = track(binding);
    if (series != null) {
      series.ready(ready);
    }
  }

  @Override
  public synchronized void state(BindingId binding, String reason, boolean rolledOut) {
    BindingSeries series = track(binding);
    if (series != null) {
      series.reason(reason);
      series.rolledOut(rolledOut);
    }
  }

  /** Registers a binding before its first sync ends; a known one keeps the result of its last. */
  @Override
  public synchronized void seen(
      BindingId binding, boolean ready, @Nullable String reason, boolean suspended) {
    BindingSeries series = track(binding);
    if (series != null) {
      series.suspended(suspended);
      if (!series.isShown()) {
        series.ready(ready);
        if (reason != null) {
          series.reason(reason);
        }
      }
    }
  }

  @Override
  public synchronized void awaiting(BindingId binding, @Nullable Instant since) {
    BindingSeries series = track(binding);
    if (series != null) {
      if (since == null) {
        series.awaitingEnded();
      } else {
        series.awaiting(since);
      }
    }
  }

  @Override
  public synchronized void succeeded(BindingId binding, Instant at) {
    BindingSeries series = track(binding);
    if (series != null) {
      series.succeeded(at);
    }
  }

  @Override
  public synchronized void forget(BindingId binding) {
    unlabelled.remove(binding);
    BindingSeries series = labelled.remove(binding);
    if (series != null) {
      series.remove();
    }
  }

  /** The binding's series; null, and counted, if there is none left for it. */
  private @Nullable BindingSeries track(BindingId binding) {
    BindingSeries series = labelled.get(binding);
    if (series == null && labelled.size() < maxLabelled) {
      unlabelled.remove(binding);
      series =
          new BindingSeries(
              registry, Tags.of("namespace", binding.namespace(), "name", binding.name()));
      labelled.put(binding, series);
    }
    if (series == null) {
      unlabelled.add(binding);
    }
    return series;
  }

  private synchronized int count(boolean all) {
    return unlabelled.size() + (all ? labelled.size() : 0);
  }
}
