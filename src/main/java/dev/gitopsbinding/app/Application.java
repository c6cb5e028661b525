package dev.gitopsbinding.app;

import dev.gitopsbinding.config.LeaderElectionSettings;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.config.ProgramVersion;
import dev.gitopsbinding.controller.BindingOperator;
import dev.gitopsbinding.http.MetricsRoute;
import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.http.ProbeRoute;
import dev.gitopsbinding.http.Route;
import dev.gitopsbinding.http.hook.HookServer;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.MonotonicClock;
import dev.gitopsbinding.telemetry.BindingMeters;
import dev.gitopsbinding.telemetry.BuildMeters;
import dev.gitopsbinding.telemetry.CommitStatusMeters;
import dev.gitopsbinding.telemetry.DeploymentMeters;
import dev.gitopsbinding.telemetry.ForgeMeters;
import dev.gitopsbinding.telemetry.GitMeters;
import dev.gitopsbinding.telemetry.NotificationMeters;
import dev.gitopsbinding.telemetry.OperatorMetrics;
import dev.gitopsbinding.telemetry.RegistryMeters;
import dev.gitopsbinding.telemetry.otlp.OtlpTracer;
import dev.gitopsbinding.telemetry.otlp.TracingSettings;
import dev.gitopsbinding.trace.Tracer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator; creates and connects all its parts. */
public final class Application implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Application.class);

  /** The 10 s that lanes wait for their pushes, and 1 s for the rest. */
  private static final Duration GIT_CLOSE_LIMIT = Duration.ofSeconds(11);

  private final OperatorMetrics metrics;
  private final Tracer tracer;
  private final HostParts hosts;
  private final ControllerFactory.Controller controller;
  private final BindingOperator operator;
  private final OperationsServer http;
  private final @Nullable HookServer hooks;

  private Application(
      OperatorConfig config, KubernetesClient client, Clock clock, Runnable leaseLost)
      throws IOException {
    String instance = instance();
    Clock steady = new MonotonicClock();
    MemoryBudget memory = MemoryBudget.ofHeap();
    metrics = metrics();
    tracer = tracer(config, instance);
    hosts = HostParts.start(config, listeners(metrics), clock, steady, memory);
    controller =
        ControllerFactory.create(
            new ControllerParts(
                client,
                config,
                hosts,
                new BindingMeters(metrics.registry(), config.metricsMaxBindings()),
                new DeploymentMeters(metrics.registry()),
                new NotificationMeters(metrics.registry()),
                new CommitStatusMeters(metrics.registry()),
                clock,
                steady,
                memory,
                instance,
                tracer));
    metrics.showLeader(controller.passes()::isLeading);
    operator =
        new BindingOperator(
            client,
            controller.reconciler(),
            new BindingOperator.Settings(
                Set.copyOf(config.watchNamespaces()),
                config.labelSelector(),
                lease(config.leaderElection(), instance, leaseLost),
                metrics.operatorSdk()));
    var results =
        new ResultRoutes(
            config.results(), controller.bindings(), controller.passes(), clock, steady);
    http = OperationsServer.start(config.listenAddress(), routes(metrics, operator, results));
    HookedSyncs syncs = controller.hooks();
    // Without the setting, no class of it is loaded.
    hooks = syncs == null ? null : HookPort.start(config, syncs, metrics, clock, steady);
  }

  private static OperatorMetrics metrics() {
    OperatorMetrics metrics = new OperatorMetrics();
    ProgramVersion version = ProgramVersion.read();
    BuildMeters.register(
        metrics.registry(), version.version(), version.revision(), ProgramVersion.java());
    return metrics;
  }

  private static HostParts.Listeners listeners(OperatorMetrics metrics) {
    return new HostParts.Listeners(
        new GitMeters(metrics.registry()),
        new RegistryMeters(metrics.registry()),
        () -> new ForgeMeters(metrics.registry()));
  }

  private static BindingOperator.@Nullable Lease lease(
      @Nullable LeaderElectionSettings settings, String instance, Runnable lost) {
    return settings == null
        ? null
        : new BindingOperator.Lease(
            settings.leaseNamespace(), settings.leaseName(), instance, lost);
  }

  /** Without tracing, no class of its library is loaded. */
  private static Tracer tracer(OperatorConfig config, String instance) throws IOException {
    TracingSettings settings = config.tracing();
    if (settings == null) {
      return Tracer.OFF;
    }
    log.info("Sending {}", settings);
    return OtlpTracer.start(settings, config.git().http(), instance);
  }

  private static List<Route> routes(
      OperatorMetrics metrics, BindingOperator operator, ResultRoutes results) {
    return Stream.concat(
            Stream.of(
                new MetricsRoute(metrics::write),
                new ProbeRoute("/livez", Map.of("informers", operator::livenessProblem)),
                new ProbeRoute("/readyz", Map.of("informers", operator::readinessProblem))),
            results.routes())
        .toList();
  }

  /**
   * Creates all parts. Until {@link #run} is called, only the port of metrics and probes is served.
   *
   * @param client stays open when the application is closed
   * @param clock for the times in commits, statuses and events
   * @param leaseLost must end the process at once; see {@link BindingOperator.Lease}
   * @throws IOException if the port or the cache folder cannot be used
   */
  public static Application prepare(
      OperatorConfig config, KubernetesClient client, Clock clock, Runnable leaseLost)
      throws IOException {
    return new Application(config, client, clock, leaseLost);
  }

  /** Starts to work; returns once the informers' caches are filled. */
  public void run() {
    operator.start();
    // Not earlier: on a small machine it would delay the start.
    hosts.git().warmUp();
    controller.warmUp().start();
    log.info("Watching bindings; metrics and probes are on port {}", port());
  }

  /** The port of metrics and probes. */
  public int port() {
    return http.port();
  }

  /** The port of webhooks; 0 if none are received. For tests, which let the system choose it. */
  int hookPort() {
    return hooks == null ? 0 : hooks.port();
  }

  private void closeHooks() {
    if (hooks != null) {
      hooks.close();
    }
  }

  /**
   * Ends all work: waits up to 3 s for syncs, then up to 11 s for running pushes, and up to 3 s for
   * the release of the lease, up to 1 s each for notifications and commit statuses and up to 2 s
   * for traces. Does not wait for reads. The next leader does what is left.
   */
  @Override
  public void close() {
    new ClosingOrder(
            operator::close,
            controller.pushes()::awaitsResults,
            this::closeGit,
            operator::releaseLease,
            closedLast())
        .run();
  }

  private List<Runnable> closedLast() {
    List<Runnable> last = new ArrayList<>();
    last.add(controller.notifications()::close);
    last.add(controller.commitStatuses()::close);
    last.add(http::close);
    last.add(this::closeHooks);
    last.addAll(hosts.closing());
    last.add(metrics::close);
    last.add(tracer::close);
    return last;
  }

  /** Has a limit, so that the lease is released in time however many pushes hang. */
  private void closeGit() {
    Thread closing = Thread.ofPlatform().daemon().name("close git").start(hosts.git()::close);
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

  /** Identifies this replica in events, and as the holder of the lease. */
  private static String instance() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
