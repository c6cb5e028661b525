package dev.gitopsbinding.controller;

import dev.gitopsbinding.app.ControllerFactory;
import dev.gitopsbinding.app.ControllerParts;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.registry.lookup.Registries;
import dev.gitopsbinding.telemetry.BindingMeters;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.GitParts;
import dev.gitopsbinding.testing.GitSettingsBuilder;
import dev.gitopsbinding.trace.Tracer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** The reconciler with all that it uses, without the operator that runs it. */
final class ReconcilerStage implements AutoCloseable {
  private final GitRuntime git;
  private final Registries registries;
  private final BindingReconciler reconciler;

  private ReconcilerStage(GitRuntime git, KubernetesClient client, Clock clock) {
    this.git = git;
    this.registries =
        Registries.start(DefaultSettings.registry(), (_, _, _) -> {}, Clock.systemUTC());
    this.reconciler =
        ControllerFactory.create(
                new ControllerParts(
                    client,
                    git.sourceTips(),
                    git.sourceHistories(),
                    git.lanes(),
                    registries,
                    () -> {
                      throw new IllegalStateException("no binding names checks");
                    },
                    GitParts.NO_APPS,
                    () -> {
                      throw new IllegalStateException("no binding opens pull requests");
                    },
                    () -> {
                      throw new IllegalStateException("no binding reports");
                    },
                    new BindingMeters(new SimpleMeterRegistry(), 10),
                    _ -> {},
                    DefaultSettings.webhooks(),
                    (_, _) -> {},
                    _ -> {},
                    clock,
                    Clock.systemUTC(),
                    DefaultSettings.ANY_HOST,
                    new SchemePolicy(false),
                    DefaultSettings.YAML_LIMITS,
                    MemoryBudget.ofHeap(),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    "test",
                    Tracer.OFF,
                    false,
                    null))
            .reconciler();
  }

  /** Makes a reconciler that takes the time for statuses from a clock. */
  static ReconcilerStage start(KubernetesClient client, Clock clock) {
    Path cache = Path.of("target", "cache-" + UUID.randomUUID()).toAbsolutePath();
    try {
      return new ReconcilerStage(
          GitParts.start(GitSettingsBuilder.in(cache).build()), client, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BindingReconciler reconciler() {
    return reconciler;
  }

  @Override
  public void close() {
    git.close();
    registries.close();
  }
}
