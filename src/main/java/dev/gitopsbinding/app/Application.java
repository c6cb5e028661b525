package dev.gitopsbinding.app;

import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.controller.BindingOperator;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.http.MetricsRoute;
import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.http.ProbeRoute;
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.registry.lookup.Registries;
import dev.gitopsbinding.registry.request.RegistrySettings;
import dev.gitopsbinding.telemetry.BindingMeters;
import dev.gitopsbinding.telemetry.GitMeters;
import dev.gitopsbinding.telemetry.OperatorMetrics;
import dev.gitopsbinding.telemetry.RegistryMeters;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: all parts put together. */
public final class Application implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Application.class);

  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  /** What lanes wait for their pushes, and a little for the rest. */
  private static final Duration GIT_CLOSE_LIMIT = Duration.ofSeconds(11);

  private static final int DEFAULT_PROXY_PORT = 80;

  private final OperatorMetrics metrics;
  private final GitRuntime git;
  private final Registries registries;
  private final ControllerFactory.Controller controller;
  private final BindingOperator operator;
  private final OperationsServer http;

  private Application(
      OperatorConfig config, KubernetesClient client, Clock clock, Runnable leaseLost)
      throws IOException {
    String instance = instance();
    Clock steady = new MonotonicClock();
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
    controller =
        ControllerFactory.create(
            new ControllerFactory.Parts(
                client,
                git.sourceTips(),
                git.lanes(),
                registries,
                new BindingMeters(metrics.registry(), config.metricsMaxBindings()),
                clock,
                steady,
                settings.allowedHosts(),
                new SchemePolicy(settings.allowHttp()),
                YamlLimits.of(
                    config.git().maxYamlAliases(), Math.toIntExact(config.git().maxFileBytes())),
                memory,
                config.git().secretTtl(),
                config.git().maxTimeout(),
                instance));
    operator =
        new BindingOperator(
            client,
            controller.reconciler(),
            new BindingOperator.Settings(
                Set.copyOf(config.watchNamespaces()),
                config
                    .leaderElection()
                    .map(
                        lease ->
                            new BindingOperator.Lease(
                                lease.leaseNamespace(), lease.leaseName(), instance, leaseLost))
                    .orElse(null),
                metrics.operatorSdk()));
    http =
        OperationsServer.start(
            config.http().address(),
            List.of(
                new MetricsRoute(metrics::write),
                new ProbeRoute("/livez", Map.of("informers", operator::livenessProblem)),
                new ProbeRoute("/readyz", Map.of("informers", operator::readinessProblem))));
  }

  /**
   * Puts everything together; only the port of metrics and probes answers yet.
   *
   * @param client stays open when the application is closed
   * @param clock for the times in commits, statuses and events
   * @param leaseLost ends the process at once; see {@link BindingOperator.Lease}
   * @throws IOException if the port or the cache folder cannot be used
   */
  static Application prepare(
      OperatorConfig config, KubernetesClient client, Clock clock, Runnable leaseLost)
      throws IOException {
    return new Application(config, client, clock, leaseLost);
  }

  /** Starts everything without an end of the process, and returns once caches are filled. */
  public static Application start(OperatorConfig config, KubernetesClient client, Clock clock)
      throws IOException {
    Application application = prepare(config, client, clock, () -> {});
    application.run();
    return application;
  }

  /** Begins to work, and returns once caches are filled. */
  void run() {
    operator.start();
    log.info("Watching bindings; metrics and probes are on port {}", port());
  }

  /** The port of metrics and probes. */
  public int port() {
    return http.port();
  }

  /**
   * Ends all work: waits up to 3 s for syncs, then up to 11 s for pushes under way, and up to 3 s
   * for the lease to be given back; nobody waits for reads. What is not done by then is left to the
   * next leader.
   */
  @Override
  public void close() {
    new ClosingOrder(
            operator::close,
            controller.pushes()::awaitsResults,
            this::closeGit,
            operator::releaseLease,
            List.of(http::close, registries::close, metrics::close))
        .run();
  }

  /** The lease is given back in time, however many pushes hang. */
  private void closeGit() {
    Thread closing = Thread.ofPlatform().daemon().name("close git").start(git::close);
    try {
      if (!closing.join(GIT_CLOSE_LIMIT)) {
        log.warn(
            "Pushes that did not end within {} s were abandoned; the next leader looks for them in the branch",
            GIT_CLOSE_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
        config.operationsPerHost(),
        config.maxCacheBytes());
  }

  private static ProxySettings.Proxy proxy(URI uri) {
    int port = uri.getPort() < 0 ? DEFAULT_PROXY_PORT : uri.getPort();
    return new ProxySettings.Proxy(uri.getHost(), port, Optional.ofNullable(uri.getUserInfo()));
  }

  /** Tells replicas apart in events, and as holders of the lease. */
  private static String instance() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
