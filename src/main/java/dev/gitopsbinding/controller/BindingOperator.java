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

/** Sets the Java Operator SDK up for bindings, and answers the probes. */
public final class BindingOperator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BindingOperator.class);

  /** How long running syncs may take after {@link #close()} before they are interrupted. */
  private static final Duration TERMINATION = Duration.ofSeconds(3);

  /**
   * How often the lease is renewed. A waiting process checks the lease after 1 to 2.2 times as long
   * (the client's jitter), so that it takes a released lease within 2 s.
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
   * The settings for the SDK.
   *
   * @param namespaces the namespaces to watch; empty for all
   * @param labelSelector of the bindings to watch; null for all. Others are as if they did not
   *     exist
   * @param lease by which one of several processes leads; null for a process that is alone
   * @param metrics for the reports of the SDK
   */
  public record Settings(
      Set<String> namespaces,
      @Nullable String labelSelector,
      @Nullable Lease lease,
      Metrics metrics) {
    /** Copies the set. */
    public Settings {
      namespaces = Set.copyOf(namespaces);
    }
  }

  /**
   * The Lease object by which one of several processes leads.
   *
   * @param namespace of the Lease object
   * @param name of the Lease object
   * @param identity differs for each process; a container that is restarted in its pod keeps the
   *     identity, and so the lease
   * @param lost called when the lease is lost, so that another process may lead; has to end this
   *     process at once, and must not wait for {@link BindingOperator#close()}
   */
  public record Lease(String namespace, String name, String identity, Runnable lost) {}

  /**
   * An operator that is not started yet.
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
    operator.register(
        reconciler,
        overrider -> {
          configure(overrider, settings.namespaces());
          if (settings.labelSelector() != null) {
            overrider.withLabelSelector(settings.labelSelector());
          }
        });
  }

  /** Starts watching, and syncing once this process leads. Returns when the caches are filled. */
  public void start() {
    operator.start();
    if (alone) {
      reconciler.begin();
    }
    started = true;
  }

  /** Why the process has to be restarted; empty if it need not. */
  public Optional<String> livenessProblem() {
    return Optional.ofNullable(stoppedInformer);
  }

  /** Why the process is not ready; empty if it is. */
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
   * Starts no more syncs, waits up to 3 seconds for the running ones, and then interrupts them.
   * Does not release the lease.
   */
  @Override
  public void close() {
    closing = true;
    operator.stop();
  }

  /** Releases the lease if this process holds it; from then on the process must not write. */
  public void releaseLease() {
    if (releaser != null) {
      releaser.release();
    }
  }

  /** Called by a thread that holds the lock of the elector, also because of {@link #close()}. */
  private void leaseEnded(Lease lease) {
    if (!closing) {
      log.error(
          "Lost the lease {}/{}; another process may be leading, so this process exits",
          lease.namespace(),
          lease.name());
      lease.lost().run();
    }
  }

  /** The process goes on, so that a push can end, until the liveness probe restarts it. */
  private void informerStopped(String what, Throwable error) {
    if (!closing) {
      log.error(
          "The informer of {} stopped for good; /livez now fails, so that Kubernetes restarts the operator",
          what,
          error);
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

  /** The settings of the controller; tests use them for operators of their own. */
  static void configure(
      ControllerConfigurationOverrider<GitOpsBinding> overrider, Set<String> namespaces) {
    overrider
        .withOnUpdateFilter(new EventFilter())
        .withInformerListLimit(InformerLimits.LIST_LIMIT)
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(RetrySchedule.FIRST)
                .setMaxInterval(RetrySchedule.MAX_DELAY.toMillis()));
    if (!namespaces.isEmpty()) {
      overrider.settingNamespaces(namespaces);
    }
  }

  /** The API server answers a list request with 404 only if the definition is missing. */
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

  /** Whether an informer watches at this moment does not count: watches are often renewed. */
  private static boolean isReady(InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream().allMatch(BindingOperator::runs);
  }

  private static boolean runs(InformerHealthIndicator informer) {
    return informer.isRunning() && informer.hasSynced();
  }
}
