package dev.gitopsbinding.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The operator's settings; {@code docs/settings.md} lists the variables they are read from.
 *
 * @param watchNamespaces empty for all namespaces
 * @param leaderElection empty if it is turned off
 * @param metricsMaxBindings how many bindings get metrics of their own
 */
public record OperatorConfig(
    List<String> watchNamespaces,
    ListenSettings http,
    GitSettings git,
    Optional<LeaderElectionSettings> leaderElection,
    int metricsMaxBindings,
    LogSettings log) {

  private static final String POD_NAMESPACE = "POD_NAMESPACE";

  /** For two of the largest files at once in half of the heap, in bytes for each byte of one. */
  static final int HEAP_PER_FILE_BYTE = 108;

  /**
   * Reads the settings.
   *
   * @param environment as of {@link System#getenv()}
   * @param durationSyntax reads a duration, or gives nothing for a text that is none
   * @param ownNamespace the namespace of the operator's service account, if it has one
   * @throws ConfigException listing everything that is wrong, not only the first
   */
  public static OperatorConfig read(
      Map<String, String> environment,
      Function<String, Optional<Duration>> durationSyntax,
      Optional<String> ownNamespace)
      throws ConfigException {
    Settings settings = new Settings(durationSyntax);
    EnvironmentReader reader = new EnvironmentReader(environment);
    List<String> problems = reader.problems(settings.all());
    Optional<String> leaseNamespace =
        reader
            .optional(settings.leaseNamespace)
            .or(() -> reader.text(POD_NAMESPACE))
            .or(() -> ownNamespace);
    boolean electing = reader.optional(settings.leaderElection).orElse(true);
    if (electing && leaseNamespace.isEmpty()) {
      problems.add(settings.leaseNamespace.problem(""));
    }
    reader
        .optional(settings.maxFileBytes)
        .or(() -> settings.maxFileBytes.parser().apply(settings.maxFileBytes.fallback()))
        .flatMap(size -> heapProblem(settings, size, Runtime.getRuntime().maxMemory()))
        .ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new OperatorConfig(
        reader.value(settings.watchNamespaces),
        new ListenSettings(
            new InetSocketAddress(
                reader.value(settings.httpAddress), reader.value(settings.httpPort))),
        git(reader, settings),
        leaseNamespace
            .filter(_ -> electing)
            .map(name -> new LeaderElectionSettings(name, reader.value(settings.leaseName))),
        reader.value(settings.metricsMaxBindings),
        new LogSettings(reader.value(settings.logLevel), reader.value(settings.logFormat)));
  }

  /** Why the heap cannot hold what files of a size take when they are parsed. */
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
        reader.value(settings.cacheDirectory),
        reader.value(settings.allowHttp),
        reader.value(settings.allowLoopback),
        reader.value(settings.allowedHosts),
        new GitSettings.Committer(
            reader.value(settings.committerName), reader.value(settings.committerEmail)),
        reader.value(settings.maxFileBytes),
        reader.value(settings.maxYamlAliases),
        reader.value(settings.maxReceivedBytes),
        reader.value(settings.operationsPerHost),
        reader.value(settings.maxTimeout),
        reader.value(settings.batchDeadline),
        reader.value(settings.connectTimeout),
        reader.value(settings.secretTtl),
        new ProxySettings(
            reader.optional(settings.httpsProxy),
            reader.optional(settings.httpProxy),
            reader.value(settings.noProxy)),
        reader.value(settings.maxCacheBytes));
  }
}
