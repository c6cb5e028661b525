package dev.gitopsbinding;

import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.git.GitRuntime;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.metrics.BindingMeters;
import dev.gitopsbinding.metrics.GitMeters;
import dev.gitopsbinding.metrics.OperatorMetrics;
import dev.gitopsbinding.metrics.RegistryMeters;
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.net.AllowedHosts;
import dev.gitopsbinding.net.MemoryBudget;
import dev.gitopsbinding.net.ProxySettings;
import dev.gitopsbinding.reconcile.BindingOperator;
import dev.gitopsbinding.reconcile.BindingReconciler;
import dev.gitopsbinding.registry.Registries;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.yaml.YamlLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: all parts put together. */
final class Application implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Application.class);

  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private static final int DEFAULT_PROXY_PORT = 80;

  private final OperatorMetrics metrics;
  private final GitRuntime git;
  private final Registries registries;
  private final BindingOperator operator;
  private final OperationsServer http;

  private Application(OperatorConfig config, KubernetesClient client, Clock clock)
      throws IOException {
    Clock steady = new SteadyClock();
    MemoryBudget memory = MemoryBudget.ofHeap();
    metrics = new OperatorMetrics();
    GitSettings settings = gitSettings(config.git());
    git = GitRuntime.start(settings, new GitMeters(metrics.registry()), clock, steady, memory);
    registries =
        Registries.start(
            new RegistrySettings(
                settings.http(), settings.allowedHosts(), config.git().operationsPerHost()),
            new RegistryMeters(metrics.registry()),
            steady);
    var reconciler =
        BindingReconciler.of(
            new BindingReconciler.Parts(
                client,
                git.sourceTips(),
                git.lanes(),
                registries,
                new BindingMeters(metrics.registry(), config.metricsMaxBindings()),
                clock,
                steady,
                settings.allowedHosts(),
                new YamlLimits(config.git().maxYamlAliases()),
                config.git().secretTtl(),
                instance()));
    operator =
        new BindingOperator(
            client,
            reconciler,
            new BindingOperator.Settings(
                Set.copyOf(config.watchNamespaces()),
                config
                    .leaderElection()
                    .map(
                        lease ->
                            new BindingOperator.Lease(lease.leaseNamespace(), lease.leaseName())),
                metrics.operatorSdk()));
    http =
        OperationsServer.start(
            config.http().address(),
            metrics::write,
            Map.of("informers", operator::livenessProblem),
            Map.of("informers", operator::readinessProblem));
  }

  /**
   * Starts everything, and returns once caches are filled.
   *
   * @param client stays open when the application is closed
   * @param clock for the times in commits, statuses and events
   * @throws IOException if the port or the cache folder cannot be used
   */
  static Application start(OperatorConfig config, KubernetesClient client, Clock clock)
      throws IOException {
    var application = new Application(config, client, clock);
    application.operator.start();
    log.info("Watching bindings; metrics and probes are on port {}", application.port());
    return application;
  }

  /** The port of metrics and probes. */
  int port() {
    return http.port();
  }

  @Override
  public void close() {
    operator.close();
    http.close();
    git.close();
    registries.close();
    metrics.close();
  }

  private static GitSettings gitSettings(dev.gitopsbinding.config.GitSettings config) {
    ProxySettings proxies =
        new ProxySettings(
            config.proxy().http().map(Application::proxy),
            config.proxy().https().map(Application::proxy),
            config.proxy().noProxy());
    return new GitSettings(
        config.allowHttp(),
        config.allowLoopback(),
        new AllowedHosts(config.allowedHosts()),
        config.connectTimeout(),
        READ_TIMEOUT,
        config.maxReceivedBytes(),
        proxies,
        new ChangeSet.Author(config.committer().name(), config.committer().email()),
        config.cacheDirectory(),
        Math.toIntExact(config.maxFileBytes()),
        config.batchDeadline(),
        config.operationsPerHost());
  }

  private static ProxySettings.Proxy proxy(URI uri) {
    int port = uri.getPort() < 0 ? DEFAULT_PROXY_PORT : uri.getPort();
    return new ProxySettings.Proxy(uri.getHost(), port, Optional.ofNullable(uri.getUserInfo()));
  }

  /** Tells replicas apart in events. */
  private static String instance() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
