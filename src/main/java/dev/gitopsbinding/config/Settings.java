package dev.gitopsbinding.config;

import dev.gitopsbinding.http.status.Audience;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All settings. */
final class Settings {
  static final String PREFIX = "GITOPSBINDING_";

  private static final long MEBIBYTE = 1L << 20;

  final Setting<List<String>> watchNamespaces =
      Setting.of(
          PREFIX + "WATCH_NAMESPACES",
          "",
          "namespace names, separated by commas",
          "The namespaces whose bindings are served; empty for all.",
          Parsers::dnsLabels);

  final Setting<Integer> httpPort =
      Setting.of(
          PREFIX + "HTTP_PORT",
          "8080",
          "a port from 0 to 65535",
          "The port of `/metrics`, `/livez`, `/readyz` and `/status`; 0 for any free one.",
          Parsers.integer(0, 65_535));

  final Setting<InetAddress> httpAddress =
      Setting.of(
          PREFIX + "HTTP_ADDRESS",
          "0.0.0.0",
          "an IPv4 or IPv6 address",
          "The address to listen on.",
          Parsers::address);

  final Setting<Audience> statusPage =
      Setting.of(
          PREFIX + "STATUS_PAGE",
          "local",
          "local, all or off",
          "Who gets `/status`, which names all bindings and their repositories: `local` for clients in the operator's pod, as `kubectl port-forward` is; `all` for everybody who reaches the port.",
          Parsers::audience);

  final Setting<Path> reconcileTokenFile =
      Setting.of(
          PREFIX + "RECONCILE_TOKEN_FILE",
          "",
          "an absolute path",
          "The file that holds the token for `POST /reconcile`, 16 characters or more; it is read for each request. Empty: nobody may ask for syncs there.",
          Parsers::absolutePath);

  final Setting<Path> cacheDirectory =
      Setting.of(
              PREFIX + "CACHE_DIR",
              Path.of(System.getProperty("java.io.tmpdir"), "gitopsbinding").toString(),
              "an absolute path",
              "The folder for copies of manifest repositories; missing copies are fetched again.",
              Parsers::absolutePath)
          .shownAs("`gitopsbinding` in the JVM's temporary folder");

  final Setting<Boolean> allowHttp =
      Setting.of(
          PREFIX + "ALLOW_HTTP",
          "false",
          "true or false",
          "Whether `http://` URLs may be used. They are clear text: for tests and labs only.",
          Parsers::flag);

  final Setting<Boolean> allowLoopback =
      Setting.of(
          PREFIX + "ALLOW_LOOPBACK",
          "false",
          "true or false",
          "Whether git hosts may have loopback and link-local addresses.",
          Parsers::flag);

  final Setting<List<String>> allowedHosts =
      Setting.of(
          PREFIX + "ALLOWED_HOSTS",
          "",
          "hosts such as git.example.com, git.example.com:8443 or *.example.com, separated by commas",
          "The git hosts, registries and forges that bindings may name, the token servers of these registries, and the receivers of messages; empty for any host.",
          Parsers::hosts);

  final Setting<String> committerName =
      Setting.of(
          PREFIX + "COMMITTER_NAME",
          "GitOps Operator",
          "one line without < and >",
          "The committer's name in every commit.",
          Parsers::identity);

  final Setting<String> committerEmail =
      Setting.of(
          PREFIX + "COMMITTER_EMAIL",
          "gitops-operator@localhost",
          "one line without < and >",
          "The committer's address in every commit.",
          Parsers::identity);

  final Setting<Long> maxFileBytes =
      Setting.of(
          PREFIX + "MAX_FILE_BYTES",
          "1Mi",
          "a size from 1Ki to 8Mi, such as 1048576, 512Ki or 1Mi",
          "The largest manifest file that is edited; the heap has to be 108 times as large.",
          Parsers.bytes(1 << 10, 8 * MEBIBYTE));

  final Setting<Integer> maxYamlAliases =
      Setting.of(
          PREFIX + "MAX_YAML_ALIASES",
          "50",
          "a number from 0 to 10000",
          "How many aliases of mappings and sequences one document of a manifest file may hold.",
          Parsers.integer(0, 10_000));

  final Setting<Long> maxReceivedBytes =
      Setting.of(
          PREFIX + "MAX_RECEIVED_BYTES",
          "500Mi",
          "a size from 1Mi to 64Gi, such as 500Mi or 2Gi",
          "The most bytes that one operation may receive from a git host.",
          Parsers.bytes(MEBIBYTE, 64 * 1024 * MEBIBYTE));

  final Setting<Long> maxCacheBytes =
      Setting.of(
          PREFIX + "MAX_CACHE_BYTES",
          "1Gi",
          "a size from 16Mi to 1024Gi, such as 512Mi or 4Gi",
          "The most bytes that the copies of all manifest repositories may take in the cache folder; one namespace may take half of them. Keep it below two thirds of the volume.",
          Parsers.bytes(16 * MEBIBYTE, 1024 * 1024 * MEBIBYTE));

  final Setting<Integer> operationsPerHost =
      Setting.of(
          PREFIX + "OPERATIONS_PER_HOST",
          "6",
          "a number from 1 to 10",
          "How many operations one namespace may run at once at one host: reads and pushes at a git host, requests at a registry. Further ones wait. All namespaces together may run two more than this number; an operation that takes longer than 2 s is no longer counted there, so that slow ones do not block other namespaces. Of the slow ones, four times this number may run; beyond that each namespace has one.",
          Parsers.integer(1, 10));

  final Setting<Duration> maxTimeout =
      Setting.of(
          PREFIX + "MAX_TIMEOUT",
          "10m",
          "a duration from 10s to 24h, such as 10m",
          "The longest time that one sync may wait; a larger `spec.timeout` counts as this.",
          Parsers.duration(Duration.ofSeconds(10), Duration.ofHours(24)));

  final Setting<Duration> batchDeadline =
      Setting.of(
          PREFIX + "BATCH_DEADLINE",
          "60s",
          "a duration from 1s to 1h, such as 60s or 2m",
          "How long one batch of pushes to a branch may take, all attempts together.",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(1)));

  final Setting<Duration> connectTimeout =
      Setting.of(
          PREFIX + "CONNECT_TIMEOUT",
          "10s",
          "a duration from 100ms to 5m, such as 10s",
          "How long connecting to a git host may take.",
          Parsers.duration(Duration.ofMillis(100), Duration.ofMinutes(5)));

  final Setting<Duration> secretTtl =
      Setting.of(
          PREFIX + "SECRET_TTL",
          "5m",
          "a duration from 0s to 1h, such as 5m",
          "How long a Secret is kept in memory before it is read again.",
          Parsers.duration(Duration.ZERO, Duration.ofHours(1)));

  final Setting<Boolean> leaderElection =
      Setting.of(
          PREFIX + "LEADER_ELECTION",
          "true",
          "true or false",
          "Whether the operator works only while it holds a lease; needed wherever two processes may run.",
          Parsers::flag);

  final Setting<String> leaseName =
      Setting.of(
          PREFIX + "LEASE_NAME",
          "gitopsbinding-operator",
          "a DNS label",
          "The name of the lease.",
          Parsers::dnsLabel);

  final Setting<String> leaseNamespace =
      Setting.of(
              PREFIX + "LEASE_NAMESPACE",
              "",
              "a namespace name; set this variable or POD_NAMESPACE",
              "The namespace of the lease.",
              Parsers::dnsLabel)
          .shownAs("`POD_NAMESPACE`, else the service account's namespace");

  final Setting<Integer> metricsMaxBindings =
      Setting.of(
          PREFIX + "METRICS_MAX_BINDINGS",
          "1000",
          "a number from 0 to 100000",
          "How many bindings get metrics of their own.",
          Parsers.integer(0, 100_000));

  /**
   * Only checked here: the logging configuration reads the variable itself, before any class runs.
   */
  final Setting<String> logLevel =
      Setting.of(
          PREFIX + "LOG_LEVEL",
          "info",
          "error, warn, info, debug or trace",
          "The log level of the operator's own classes.",
          Parsers.oneOf("error", "warn", "info", "debug", "trace"));

  /** Only checked here, as {@link #logLevel}. */
  final Setting<String> logFormat =
      Setting.of(
          PREFIX + "LOG_FORMAT",
          "auto",
          "text, json or auto",
          "The format of log lines; `auto` is text on a terminal, else JSON.",
          Parsers.oneOf("text", "json", "auto"));

  final HttpVariables http = new HttpVariables();
  final ShardVariables shard = new ShardVariables();
  final HookVariables hooks = new HookVariables();
  final OtelSettings tracing = new OtelSettings();

  /** All settings, in the order of the documentation. */
  List<Setting<?>> all() {
    return Stream.of(own(), http.all(), shard.all(), hooks.all(), tracing.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Those whose values are checked. */
  List<Setting<?>> checked(EnvironmentReader reader) {
    return Stream.of(own(), http.all(), shard.all(), hooks.all(), tracing.checked(reader).toList())
        .flatMap(List::stream)
        .toList();
  }

  private List<Setting<?>> own() {
    return List.of(
        watchNamespaces,
        httpPort,
        httpAddress,
        statusPage,
        reconcileTokenFile,
        cacheDirectory,
        allowHttp,
        allowLoopback,
        allowedHosts,
        committerName,
        committerEmail,
        maxFileBytes,
        maxYamlAliases,
        maxReceivedBytes,
        maxCacheBytes,
        operationsPerHost,
        maxTimeout,
        batchDeadline,
        connectTimeout,
        secretTtl,
        leaderElection,
        leaseNamespace,
        leaseName,
        metricsMaxBindings,
        logLevel,
        logFormat);
  }
}
