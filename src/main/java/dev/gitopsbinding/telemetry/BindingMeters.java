package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.model.BindingId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts and times syncs, and shows each binding's state. Only so many bindings get series of their
 * own; the others are counted. Safe for use by many threads.
 */
public final class BindingMeters {
  private final MeterRegistry registry;
  private final int maxLabelled;
  private final Map<BindingId, BindingSeries> labelled = new LinkedHashMap<>();
  private final Set<BindingId> unlabelled = new LinkedHashSet<>();

  /**
   * Registers the meters.
   *
   * @param maxLabelled how many bindings get series of their own; 0 for none
   */
  public BindingMeters(MeterRegistry registry, int maxLabelled) {
    this.registry = registry;
    this.maxLabelled = maxLabelled;
    Gauge.builder(MeterNames.BINDINGS, this, meters -> meters.count(true))
        .description("Bindings that were synced and not deleted since.")
        .register(registry);
    Gauge.builder(MeterNames.BINDINGS_UNLABELLED, this, meters -> meters.count(false))
        .description(
            "Bindings without series of their own, because of GITOPSBINDING_METRICS_MAX_BINDINGS.")
        .register(registry);
  }

  /**
   * A sync ended.
   *
   * @param result the Ready reason it ended with; one of few values, never a message
   */
  public void syncEnded(String result, Duration took) {
    Timer.builder(MeterNames.SYNC_DURATION)
        .description("Syncs of bindings, by the Ready reason they ended with.")
        .tag("result", result)
        .serviceLevelObjectives(MeterNames.BUCKETS)
        .register(registry)
        .record(took);
  }

  /** An image that was waited for is in its registry. */
  public void imageAppeared(Duration waited) {
    Timer.builder(MeterNames.IMAGE_WAIT_DURATION)
        .description("How long bindings waited for images that were not in their registry yet.")
        .serviceLevelObjectives(MeterNames.WAIT_BUCKETS)
        .register(registry)
        .record(waited);
  }

  /** Whether the binding's condition Ready is True. */
  public synchronized void ready(BindingId binding, boolean ready) {
    if (track(binding)) {
      labelled.get(binding).ready(ready);
    }
  }

  /**
   * A sync of the binding begins. So that a binding is seen that is not ready from its first sync
   * on, or whose syncs come to no end; what its last sync came to stays.
   *
   * @param ready whether the binding's status has it Ready
   */
  public synchronized void seen(BindingId binding, boolean ready, boolean suspended) {
    if (track(binding)) {
      BindingSeries series = labelled.get(binding);
      series.suspended(suspended);
      if (!series.isShown()) {
        series.ready(ready);
      }
    }
  }

  /** Since when the binding waits for its image, if it does. */
  public synchronized void awaiting(BindingId binding, Optional<Instant> since) {
    if (track(binding)) {
      BindingSeries series = labelled.get(binding);
      since.ifPresentOrElse(series::awaiting, series::awaitingEnded);
    }
  }

  /** A sync of the binding ended with Ready=True at that time. */
  public synchronized void succeeded(BindingId binding, Instant at) {
    if (track(binding)) {
      labelled.get(binding).succeeded(at);
    }
  }

  /** The binding was deleted: its series end. Call this after its last sync has ended. */
  public synchronized void forget(BindingId binding) {
    unlabelled.remove(binding);
    BindingSeries series = labelled.remove(binding);
    if (series != null) {
      series.remove();
    }
  }

  private boolean track(BindingId binding) {
    if (!labelled.containsKey(binding) && labelled.size() < maxLabelled) {
      unlabelled.remove(binding);
      labelled.put(
          binding,
          new BindingSeries(
              registry, Tags.of("namespace", binding.namespace(), "name", binding.name())));
    }
    boolean known = labelled.containsKey(binding);
    if (!known) {
      unlabelled.add(binding);
    }
    return known;
  }

  private synchronized int count(boolean all) {
    return unlabelled.size() + (all ? labelled.size() : 0);
  }
}
