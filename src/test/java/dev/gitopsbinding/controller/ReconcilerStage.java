package dev.gitopsbinding.controller;

import dev.gitopsbinding.app.ControllerFactory;
import dev.gitopsbinding.app.ControllerParts;
import dev.gitopsbinding.app.HostParts;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.telemetry.BindingMeters;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.trace.Tracer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** The reconciler with all that it uses, without the operator that runs it. */
final class ReconcilerStage implements AutoCloseable {
  private final HostParts hosts;
  private final BindingReconciler reconciler;

  private ReconcilerStage(OperatorConfig config, KubernetesClient client, Clock clock)
      throws IOException {
    Clock steady = Clock.systemUTC();
    MemoryBudget memory = MemoryBudget.ofHeap();
    hosts = HostParts.start(config, listeners(), clock, steady, memory);
    reconciler =
        ControllerFactory.create(
                new ControllerParts(
                    client,
                    config,
                    hosts,
                    new BindingMeters(new SimpleMeterRegistry(), 10),
                    _ -> {},
                    (_, _) -> {},
                    _ -> {},
                    clock,
                    steady,
                    memory,
                    "test",
                    Tracer.OFF))
            .reconciler();
  }

  private static HostParts.Listeners listeners() {
    return new HostParts.Listeners(
        GitParts.NO_LISTENER,
        (_, _, _) -> {},
        () -> {
          throw new IllegalStateException("no binding uses a forge");
        });
  }

  /** Makes a reconciler that takes the time for statuses from a clock. */
  static ReconcilerStage start(KubernetesClient client, Clock clock) {
    Path cache = Path.of("target", "cache-" + UUID.randomUUID()).toAbsolutePath();
    try {
      return new ReconcilerStage(DefaultSettings.withCache(cache), client, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BindingReconciler reconciler() {
    return reconciler;
  }

  @Override
  public void close() {
    hosts.git().close();
    hosts.closing().forEach(Runnable::run);
  }
}
