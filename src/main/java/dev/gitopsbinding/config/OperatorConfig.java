package dev.gitopsbinding.config;

import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.http.hook.HookSettings;
import dev.gitopsbinding.http.status.ResultsSettings;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.notify.webhook.WebhookSettings;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.telemetry.otlp.TracingSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator's settings; {@code docs/settings.md} lists the variables they are read from. The
 * records in it belong to the packages that use them.
 *
 * @param watchNamespaces empty for all namespaces
 * @param labelSelector the labels of the bindings that are served; null for any
 * @param listenAddress where metrics and probes are served; port 0 stands for any free port
 * @param yaml what manifest files may demand of the parser
 * @param maxTimeout how long one sync may wait at most
 * @param secretTtl how long a Secret is kept in memory
 * @param leaderElection null if it is turned off
 * @param results which results are served over HTTP
 * @param hooks where webhooks are received; null: nowhere
 * @param metricsMaxBindings how many bindings get metrics of their own
 * @param tracing null if it is turned off
 */
public record OperatorConfig(
    List<String> watchNamespaces,
    @Nullable String labelSelector,
    InetSocketAddress listenAddress,
    GitSettings git,
    RegistrySettings registry,
    ForgeSettings forge,
    WebhookSettings webhooks,
    YamlLimits yaml,
    Duration maxTimeout,
    Duration secretTtl,
    @Nullable LeaderElectionSettings leaderElection,
    ResultsSettings results,
    @Nullable HookSettings hooks,
    int metricsMaxBindings,
    @Nullable TracingSettings tracing) {

  private static final String POD_NAMESPACE = "POD_NAMESPACE";
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  /** Bytes of heap for each byte of the largest file: two such files fit in half of the heap. */
  static final int HEAP_PER_FILE_BYTE = 108;

  /**
   * Reads the settings.
   *
   * @param environment as of {@link System#getenv()}
   * @param ownNamespace the namespace of the operator's service account; null if it has none
   * @throws ConfigException listing all problems, not only the first
   */
  public static OperatorConfig read(Map<String, String> environment, @Nullable String ownNamespace)
      throws ConfigException {
    Settings settings = new Settings();
    EnvironmentReader reader = new EnvironmentReader(environment);
    Optional<String> leaseNamespace = leaseNamespace(reader, settings, ownNamespace);
    List<String> problems = reader.problems(settings.checked(reader));
    problems.addAll(jointProblems(reader, settings, leaseNamespace.isPresent()));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    GitSettings git = git(reader, settings);
    return new OperatorConfig(
        reader.value(settings.watchNamespaces),
        reader.optional(settings.shard.selector).orElse(null),
        new InetSocketAddress(reader.value(settings.httpAddress), reader.value(settings.httpPort)),
        git,
        new RegistrySettings(git.http(), git.allowedHosts(), git.operationsPerHost()),
        new ForgeSettings(git.http(), git.allowedHosts(), git.operationsPerHost()),
        new WebhookSettings(
            git.http(), git.allowedHosts(), git.operationsPerHost(), WebhookSettings.ATTEMPT_LIMIT),
        YamlLimits.of(reader.value(settings.maxYamlAliases), git.maxFileBytes()),
        reader.value(settings.maxTimeout),
        reader.value(settings.secretTtl),
        leaseNamespace
            .filter(_ -> elects(reader, settings))
            .map(name -> new LeaderElectionSettings(name, reader.value(settings.leaseName)))
            .orElse(null),
        new ResultsSettings(
            reader.value(settings.statusPage),
            reader.optional(settings.reconcileTokenFile).orElse(null)),
        settings.hooks.read(reader, reader.value(settings.httpAddress)),
        reader.value(settings.metricsMaxBindings),
        settings.tracing.read(reader));
  }

  private static boolean elects(EnvironmentReader reader, Settings settings) {
    return reader.optional(settings.leaderElection).orElse(true);
  }

  private static Optional<String> leaseNamespace(
      EnvironmentReader reader, Settings settings, @Nullable String ownNamespace) {
    return reader
        .optional(settings.leaseNamespace)
        .or(() -> reader.text(POD_NAMESPACE))
        .or(() -> Optional.ofNullable(ownNamespace));
  }

  /** What is wrong with settings each of which may be right by itself. */
  private static List<String> jointProblems(
      EnvironmentReader reader, Settings settings, boolean hasLeaseNamespace) {
    boolean electing = elects(reader, settings);
    Optional<String> lease =
        electing && !hasLeaseNamespace
            ? Optional.of(settings.leaseNamespace.problem(""))
            : Optional.empty();
    Optional<String> heap =
        reader
            .optional(settings.maxFileBytes)
            .or(() -> settings.maxFileBytes.parser().apply(settings.maxFileBytes.fallback()))
            .flatMap(size -> heapProblem(settings, size, Runtime.getRuntime().maxMemory()));
    Optional<String> port =
        reader
            .optional(settings.hooks.port)
            .filter(
                hooks ->
                    hooks != 0 && reader.optional(settings.httpPort).orElse(8080).equals(hooks))
            .map(hooks -> settings.hooks.port.problem(hooks.toString()));
    Optional<String> shard = settings.shard.leaseProblem(reader, settings, electing);
    return Stream.of(lease, heap, port, shard).flatMap(Optional::stream).toList();
  }

  /** Why a heap is too small to parse files of a size; empty if it is not. */
  static Optional<String> heapProblem(Settings settings, long maxFileBytes, long heap) {
    return maxFileBytes <= heap / HEAP_PER_FILE_BYTE
        ? Optional.empty()
        : Optional.of(
            "%s=%d needs a heap of %d MiB, and this process has %d MiB: lower it to at most %dKi, or give the container more memory"
                .formatted(
                    settings.maxFileBytes.variable(),
                    maxFileBytes,
                    (maxFileBytes * HEAP_PER_FILE_BYTE) >> 20,
                    heap >> 20,
                    (heap / HEAP_PER_FILE_BYTE) >> 10));
  }

  private static GitSettings git(EnvironmentReader reader, Settings settings) {
    return new GitSettings(
        reader.value(settings.allowHttp),
        reader.value(settings.allowLoopback),
        new AllowedHosts(reader.value(settings.allowedHosts)),
        reader.value(settings.connectTimeout),
        READ_TIMEOUT,
        reader.value(settings.maxReceivedBytes),
        settings.http.proxies(reader),
        reader.optional(settings.http.authorities).orElse(null),
        new ChangeSet.Author(
            reader.value(settings.committerName), reader.value(settings.committerEmail)),
        reader.value(settings.cacheDirectory),
        Math.toIntExact(reader.value(settings.maxFileBytes)),
        reader.value(settings.batchDeadline),
        reader.value(settings.operationsPerHost),
        reader.value(settings.maxCacheBytes));
  }
}
