package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.controller.kube.BindingCloner;
import dev.gitopsbinding.controller.kube.EventFilter;
import dev.gitopsbinding.controller.kube.InformerLimits;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Java Operator SDK, set up for bindings, and what its probes say. */
public final class BindingOperator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BindingOperator.class);

  /** How long syncs may go on after {@link #close()}; then they are interrupted. */
  private static final Duration TERMINATION = Duration.ofSeconds(3);

  /**
   * How often the lease is renewed. Who waits for it looks after one to 2.2 of these (the client's
   * jitter), so that one that was given back is taken within 2 s.
   */
  private static final Duration LEASE_RETRY = Duration.ofMillis(800);

  private volatile @Nullable String stoppedInformer;
  private final Operator operator;
  private final @Nullable LeaseReleaser releaser;
  private final BindingReconciler reconciler;
  private final DefinitionCheck definition;
  private final boolean alone;
  private volatile boolean started;
  private volatile boolean closing;

  /**
   * How the SDK is set up.
   *
   * @param namespaces the namespaces to watch; empty for all
   * @param lease by which one of several processes leads; null for a process that is alone
   * @param metrics what the SDK reports to
   */
  public record Settings(Set<String> namespaces, @Nullable Lease lease, Metrics metrics) {
    /** Copies the set. */
    public Settings {
      namespaces = Set.copyOf(namespaces);
    }
  }

  /**
   * The Lease object by which one of several processes leads.
   *
   * @param namespace where it is
   * @param name what it is called
   * @param identity tells this process apart from the others; a container that is restarted in its
   *     pod keeps it, and so the lease
   * @param lost is run where another process may lead by now; it has to end this one at once, and
   *     must not wait for {@link BindingOperator#close()}
   */
  public record Lease(String namespace, String name, String identity, Runnable lost) {}

  /**
   * Makes an operator that is not started yet.
   *
   * @param client stays open when the operator is closed
   */
  public BindingOperator(KubernetesClient client, BindingReconciler reconciler, Settings settings) {
    Lease lease = settings.lease();
    this.releaser = lease == null ? null : new LeaseReleaser(client, lease);
    this.reconciler = reconciler;
    this.alone = lease == null;
    this.definition = new DefinitionCheck(() -> isDefinitionMissing(client, settings.namespaces()));
    this.operator = new Operator(overrider -> configure(overrider, client, settings));
    operator.register(reconciler, overrider -> configure(overrider, settings.namespaces()));
  }

  /** Starts to watch, and to reconcile once this process leads. Returns when caches are filled. */
  public void start() {
    operator.start();
    if (alone) {
      reconciler.begin();
    }
    started = true;
  }

  /** Why the process should be restarted; empty if it should not. */
  public Optional<String> livenessProblem() {
    return Optional.ofNullable(stoppedInformer);
  }

  /** Why the process cannot work yet; empty if it can. */
  @SuppressWarnings("rawtypes") // the SDK's own signature
  public Optional<String> readinessProblem() {
    if (closing) {
      return Optional.of("the operator stops");
    }
    if (!started) {
      return Optional.of("caches are not filled yet");
    }
    List<Map.Entry<String, InformerWrappingEventSourceHealthIndicator>> sources =
        operator.getRuntimeInfo().getRegisteredControllers().stream()
            .flatMap(
                controller ->
                    controller
                        .getControllerHealthInfo()
                        .informerEventSourceHealthIndicators()
                        .entrySet()
                        .stream())
            .toList();
    List<String> unready =
        sources.stream()
            .filter(source -> !isReady(source.getValue()))
            .map(source -> "informer " + source.getKey() + " does not run")
            .toList();
    return unready.isEmpty()
        ? definition.problem(sources.stream().allMatch(source -> isWatching(source.getValue())))
        : Optional.of(String.join("; ", unready));
  }

  /**
   * Starts no more syncs, and waits up to 3 seconds for those that run; then they are interrupted.
   * Keeps the lease.
   */
  @Override
  public void close() {
    closing = true;
    operator.stop();
  }

  /** Gives the lease back if this process holds it; nothing of it may write any more. */
  public void releaseLease() {
    if (releaser != null) {
      releaser.release();
    }
  }

  /** Is called by a thread that holds the elector's lock, also where {@link #close()} ends it. */
  private void leaseEnded(Lease lease) {
    if (!closing) {
      log.error(
          "Lost the lease {}/{}; another process may lead by now, so this one ends",
          lease.namespace(),
          lease.name());
      lease.lost().run();
    }
  }

  /** The process goes on, so that a push can end; the liveness probe has it replaced. */
  private void informerStopped(String what, Throwable error) {
    if (!closing) {
      log.error("The informer of {} stopped for good", what, error);
      stoppedInformer = "the informer of " + what + " stopped";
    }
  }

  private void configure(
      ConfigurationServiceOverrider overrider, KubernetesClient client, Settings settings) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .checkingCRDAndValidateLocalModel(false)
        .withResourceCloner(new BindingCloner(client.getKubernetesSerialization()))
        .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
        .withReconciliationTerminationTimeout(TERMINATION)
        .withMetrics(settings.metrics())
        .withInformerStoppedHandler(
            (informer, error) ->
                informerStopped(informer.getApiTypeClass().getSimpleName(), error));
    Lease lease = settings.lease();
    if (lease != null) {
      overrider.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
              .withLeaseNamespace(lease.namespace())
              .withIdentity(lease.identity())
              .withRetryPeriod(LEASE_RETRY)
              .withLeaderCallbacks(
                  new LeaderCallbacks(reconciler::begin, () -> leaseEnded(lease), _ -> {}))
              .build());
    }
  }

  /** Sets a reconciler up; also for operators that are not made by this class. */
  static void configure(
      ControllerConfigurationOverrider<GitOpsBinding> overrider, Set<String> namespaces) {
    overrider
        .withOnUpdateFilter(new EventFilter())
        .withInformerListLimit(InformerLimits.LIST_LIMIT)
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(Schedule.FIRST_RETRY)
                .setMaxInterval(Schedule.LONGEST_RETRY.toMillis()));
    if (!namespaces.isEmpty()) {
      overrider.settingNamespaces(namespaces);
    }
  }

  /** A definition that is gone answers a list by 404; an object that is not there does not. */
  private static boolean isDefinitionMissing(KubernetesClient client, Set<String> namespaces) {
    var all = client.resources(GitOpsBinding.class);
    try {
      var _ =
          (namespaces.isEmpty()
                  ? all.inAnyNamespace()
                  : all.inNamespace(namespaces.iterator().next()))
              .list(new ListOptionsBuilder().withLimit(1L).build());
      return false;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  private static boolean isWatching(InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream()
        .allMatch(InformerHealthIndicator::isWatching);
  }

  /** Whether it watches at this moment does not count: a watch is cut and renewed all the time. */
  private static boolean isReady(InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream().allMatch(BindingOperator::runs);
  }

  private static boolean runs(InformerHealthIndicator informer) {
    return informer.isRunning() && informer.hasSynced();
  }
}
