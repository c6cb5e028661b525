package dev.gitopsbinding.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.http.hook.HookSettings;
import dev.gitopsbinding.http.status.Audience;
import dev.gitopsbinding.http.status.ResultsSettings;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigTest {
  private static final Map<String, String> IN_A_POD = Map.of("POD_NAMESPACE", "gitops");

  @Test
  void everySettingHasADefault() throws ConfigException {
    OperatorConfig config = read(IN_A_POD);

    assertThat(config.watchNamespaces()).isEmpty();
    assertThat(config.labelSelector()).isNull();
    assertThat(config.listenAddress().getPort()).isEqualTo(8080);
    assertThat(config.listenAddress().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(config.leaderElection())
        .isEqualTo(new LeaderElectionSettings("gitops", "gitopsbinding-operator"));
    assertThat(config.metricsMaxBindings()).isEqualTo(1000);
    assertThat(config.results()).isEqualTo(new ResultsSettings(Audience.LOCAL, null));
    assertThat(config.maxTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.secretTtl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.yaml()).isEqualTo(YamlLimits.of(50, 1 << 20));
    assertThat(config.git())
        .isEqualTo(
            new GitSettings(
                false,
                false,
                DefaultSettings.ANY_HOST,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                524_288_000,
                ProxySettings.NONE,
                null,
                new ChangeSet.Author("GitOps Operator", "gitops-operator@localhost"),
                Path.of(System.getProperty("java.io.tmpdir"), "gitopsbinding"),
                1_048_576,
                Duration.ofSeconds(60),
                6,
                1_073_741_824));
    assertThat(config.registry())
        .isEqualTo(new RegistrySettings(config.git().http(), DefaultSettings.ANY_HOST, 6));
  }

  @Fault(
      value = "files may be larger than the heap can hold when they are parsed",
      holds = {"I6"})
  @Test
  void filesThatTheHeapCannotHoldAreRefusedAtTheStart() {
    Settings settings = new Settings();

    assertThat(OperatorConfig.heapProblem(settings, 1 << 20, 358 << 20)).isEmpty();
    assertThat(OperatorConfig.heapProblem(settings, 3 << 20, 358 << 20)).isEmpty();
    assertThat(OperatorConfig.heapProblem(settings, 8 << 20, 358 << 20))
        .contains(
            "GITOPSBINDING_MAX_FILE_BYTES=8388608 needs a heap of 864 MiB, and this process has 358"
                + " MiB: lower it to at most 3394Ki, or give the container more memory");
  }

  @Test
  void everySettingCanBeChanged() throws ConfigException {
    OperatorConfig config =
        read(
            Map.ofEntries(
                Map.entry("GITOPSBINDING_WATCH_NAMESPACES", "shop, blog,,shop"),
                Map.entry("GITOPSBINDING_HTTP_PORT", "0"),
                Map.entry("GITOPSBINDING_HTTP_ADDRESS", "::1"),
                Map.entry("GITOPSBINDING_CACHE_DIR", "/cache"),
                Map.entry("GITOPSBINDING_ALLOW_HTTP", "true"),
                Map.entry("GITOPSBINDING_ALLOW_LOOPBACK", "true"),
                Map.entry(
                    "GITOPSBINDING_ALLOWED_HOSTS",
                    "Git.Example.com, *.acme.test:8443,[fd00::1]:22"),
                Map.entry("GITOPSBINDING_COMMITTER_NAME", "Robot Ω"),
                Map.entry("GITOPSBINDING_COMMITTER_EMAIL", "robot@acme.test"),
                Map.entry("GITOPSBINDING_MAX_FILE_BYTES", "512Ki"),
                Map.entry("GITOPSBINDING_MAX_YAML_ALIASES", "0"),
                Map.entry("GITOPSBINDING_MAX_RECEIVED_BYTES", "2Gi"),
                Map.entry("GITOPSBINDING_MAX_CACHE_BYTES", "64Mi"),
                Map.entry("GITOPSBINDING_OPERATIONS_PER_HOST", "8"),
                Map.entry("GITOPSBINDING_MAX_TIMEOUT", "20m"),
                Map.entry("GITOPSBINDING_BATCH_DEADLINE", "2m"),
                Map.entry("GITOPSBINDING_CONNECT_TIMEOUT", "1.5s"),
                Map.entry("GITOPSBINDING_SECRET_TTL", "0s"),
                Map.entry("GITOPSBINDING_LEASE_NAMESPACE", "leases"),
                Map.entry("GITOPSBINDING_LEASE_NAME", "second"),
                Map.entry("GITOPSBINDING_METRICS_MAX_BINDINGS", "0"),
                Map.entry("GITOPSBINDING_LOG_LEVEL", "DEBUG"),
                Map.entry("GITOPSBINDING_LOG_FORMAT", "json"),
                Map.entry("https_proxy", "http://robot:hunter2@proxy.test:3128"),
                Map.entry("HTTP_PROXY", "proxy.test"),
                Map.entry("http_proxy", "http://other.test"),
                Map.entry("NO_PROXY", ".svc,10.0.0.0/8")));

    assertThat(config.watchNamespaces()).containsExactly("shop", "blog");
    assertThat(config.listenAddress().getPort()).isZero();
    assertThat(config.listenAddress().getAddress().isLoopbackAddress()).isTrue();
    assertThat(config.leaderElection()).isEqualTo(new LeaderElectionSettings("leases", "second"));
    assertThat(config.metricsMaxBindings()).isZero();
    assertThat(config.maxTimeout()).isEqualTo(Duration.ofMinutes(20));
    assertThat(config.secretTtl()).isZero();
    assertThat(config.yaml()).isEqualTo(YamlLimits.of(0, 512 << 10));
    AllowedHosts hosts =
        new AllowedHosts(List.of("git.example.com", "*.acme.test:8443", "[fd00::1]:22"));
    assertThat(config.git())
        .isEqualTo(
            new GitSettings(
                true,
                true,
                hosts,
                Duration.ofMillis(1500),
                Duration.ofSeconds(30),
                2_147_483_648L,
                new ProxySettings(
                    new ProxySettings.Proxy("proxy.test", 80, null),
                    new ProxySettings.Proxy("proxy.test", 3128, "robot:hunter2"),
                    List.of(".svc", "10.0.0.0/8")),
                null,
                new ChangeSet.Author("Robot Ω", "robot@acme.test"),
                Path.of("/cache"),
                524_288,
                Duration.ofMinutes(2),
                8,
                67_108_864));
    assertThat(config.registry()).isEqualTo(new RegistrySettings(config.git().http(), hosts, 8));
    assertThat(config.toString()).doesNotContain("hunter2").contains("proxy.test:3128");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    List<String> problems =
        problems(
            Map.of(
                "GITOPSBINDING_HTTP_PORT", "70000",
                "GITOPSBINDING_BATCH_DEADLINE", "60",
                "GITOPSBINDING_MAX_FILE_SIZE", "1Mi",
                "GITOPSBINDING_COLOUR", "red",
                "HTTPS_PROXY", "socks5://robot:hunter2@proxy.test"));

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "GITOPSBINDING_HTTP_PORT=70000 must be a port from 0 to 65535",
            "GITOPSBINDING_BATCH_DEADLINE=60 must be a duration from 1s to 1h, such as 60s or 2m",
            "GITOPSBINDING_MAX_FILE_SIZE is not a known setting; did you mean GITOPSBINDING_MAX_FILE_BYTES?",
            "GITOPSBINDING_COLOUR is not a known setting; remove it, or see docs/settings.md for the names",
            "HTTPS_PROXY must be a URL of the form http://[user:password@]host[:port]",
            "GITOPSBINDING_LEASE_NAMESPACE= must be a namespace name; set this variable or POD_NAMESPACE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shard=a",
        "shard==a,tier!=test",
        "!shard",
        "example.com/shard",
        "shard in (a, b), tier notin (test)",
        "shard="
      })
  void aShardNeedsALeaseOfItsOwn(String selector) throws ConfigException {
    Map<String, String> environment = new HashMap<>(IN_A_POD);
    environment.put("GITOPSBINDING_WATCH_LABEL_SELECTOR", selector);
    assertThat(problems(environment))
        .singleElement()
        .asString()
        .startsWith("GITOPSBINDING_LEASE_NAME is needed beside GITOPSBINDING_WATCH_LABEL_SELECTOR");

    environment.put("GITOPSBINDING_LEASE_NAME", "operator-a");
    assertThat(read(environment).labelSelector()).isEqualTo(selector);
    environment.remove("GITOPSBINDING_LEASE_NAME");
    environment.put("GITOPSBINDING_LEADER_ELECTION", "false");
    assertThat(read(environment).labelSelector()).isEqualTo(selector);
  }

  @ParameterizedTest
  @CsvSource({
    "GITOPSBINDING_WATCH_NAMESPACES, 'shop,Bad_Name'",
    "GITOPSBINDING_WATCH_LABEL_SELECTOR, 'shard=a b'",
    "GITOPSBINDING_WATCH_LABEL_SELECTOR, 'shard=a,'",
    "GITOPSBINDING_WATCH_LABEL_SELECTOR, 'shard in a'",
    "GITOPSBINDING_HTTP_PORT, -1",
    "GITOPSBINDING_HTTP_PORT, http",
    "GITOPSBINDING_HTTP_ADDRESS, localhost",
    "GITOPSBINDING_CACHE_DIR, relative/path",
    "GITOPSBINDING_ALLOW_HTTP, yes",
    "GITOPSBINDING_ALLOWED_HOSTS, *",
    "GITOPSBINDING_ALLOWED_HOSTS, *.",
    "GITOPSBINDING_ALLOWED_HOSTS, *example.com",
    "GITOPSBINDING_ALLOWED_HOSTS, git.*.com",
    "GITOPSBINDING_ALLOWED_HOSTS, *.0.0.1",
    "GITOPSBINDING_ALLOWED_HOSTS, https://git.example.com",
    "GITOPSBINDING_ALLOWED_HOSTS, git.example.com/acme",
    "GITOPSBINDING_ALLOWED_HOSTS, git@git.example.com",
    "GITOPSBINDING_ALLOWED_HOSTS, git.example.com:",
    "GITOPSBINDING_ALLOWED_HOSTS, fd00::1",
    "GITOPSBINDING_ALLOWED_HOSTS, 'git.example.com gitlab.com'",
    "GITOPSBINDING_CA_FILE, /nowhere/ca.crt",
    "GITOPSBINDING_COMMITTER_NAME, 'A <b>'",
    "GITOPSBINDING_COMMITTER_EMAIL, 'a\nb'",
    "GITOPSBINDING_MAX_FILE_BYTES, 9Mi",
    "GITOPSBINDING_MAX_FILE_BYTES, 1023",
    "GITOPSBINDING_MAX_RECEIVED_BYTES, 999999999999999999Gi",
    "GITOPSBINDING_MAX_RECEIVED_BYTES, 1MB",
    "GITOPSBINDING_MAX_YAML_ALIASES, 10001",
    "GITOPSBINDING_OPERATIONS_PER_HOST, 0",
    "GITOPSBINDING_BATCH_DEADLINE, 999ms",
    "GITOPSBINDING_CONNECT_TIMEOUT, PT10S",
    "GITOPSBINDING_SECRET_TTL, 61m",
    "GITOPSBINDING_LEADER_ELECTION, 1",
    "GITOPSBINDING_LEASE_NAME, -x",
    "GITOPSBINDING_METRICS_MAX_BINDINGS, 100001",
    "GITOPSBINDING_LOG_LEVEL, loud",
    "GITOPSBINDING_LOG_FORMAT, xml"
  })
  void whatIsNotAllowedIsRefusedWithItsValue(String variable, String value) {
    Map<String, String> environment = new HashMap<>(IN_A_POD);
    environment.put(variable, value);

    assertThat(problems(environment))
        .singleElement()
        .asString()
        .startsWith(variable + "=" + value + " must be ");
  }

  @Test
  void webhooksAreOffUnlessThereIsAPortForThem() throws ConfigException {
    assertThat(OperatorConfig.read(Map.of(), "system").hooks()).isNull();

    HookSettings hooks =
        OperatorConfig.read(
                Map.of("GITOPSBINDING_HOOK_PORT", "8081", "GITOPSBINDING_HTTP_ADDRESS", "::1"),
                "system")
            .hooks();
    assertThat(hooks.address().getAddress().getHostAddress()).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(hooks.address().getPort()).isEqualTo(8081);
    assertThat(hooks.secrets()).isEqualTo(Path.of("/run/gitopsbinding/hooks"));
  }

  @Test
  void webhooksHaveAnotherPortThanMetrics() throws ConfigException {
    assertThatThrownBy(
            () -> OperatorConfig.read(Map.of("GITOPSBINDING_HOOK_PORT", "8080"), "system"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("GITOPSBINDING_HOOK_PORT", "another one than");
    Map<String, String> anyFree =
        Map.of("GITOPSBINDING_HOOK_PORT", "0", "GITOPSBINDING_HTTP_PORT", "0");
    assertThat(OperatorConfig.read(anyFree, "system").hooks()).isNotNull();
  }

  @Test
  void resultsAreServedAsTheOwnerDecides() throws ConfigException {
    assertThat(results("all", "/etc/token"))
        .isEqualTo(new ResultsSettings(Audience.ALL, Path.of("/etc/token")));
    assertThat(results("off", "")).isEqualTo(new ResultsSettings(Audience.NOBODY, null));
    assertThatThrownBy(() -> results("true", "token"))
        .hasMessageContaining("GITOPSBINDING_STATUS_PAGE=true must be local, all or off")
        .hasMessageContaining("GITOPSBINDING_RECONCILE_TOKEN_FILE=token must be an absolute path");
  }

  private static ResultsSettings results(String page, String token) throws ConfigException {
    Map<String, String> environment = new HashMap<>(IN_A_POD);
    environment.put("GITOPSBINDING_STATUS_PAGE", page);
    environment.put("GITOPSBINDING_RECONCILE_TOKEN_FILE", token);
    return read(environment).results();
  }

  @Test
  void anEmptyVariableCountsAsUnset() throws ConfigException {
    Map<String, String> environment = new HashMap<>(IN_A_POD);
    environment.put("GITOPSBINDING_HTTP_PORT", " ");
    environment.put("HTTPS_PROXY", "");

    assertThat(read(environment)).isEqualTo(read(IN_A_POD));
  }

  @Test
  void theLeaseIsInTheServiceAccountsNamespaceUnlessToldOtherwise() throws ConfigException {
    OperatorConfig config = OperatorConfig.read(Map.of(), "own");

    assertThat(config.leaderElection().leaseNamespace()).isEqualTo("own");
  }

  @Test
  void withoutLeaderElectionNoNamespaceIsNeeded() throws ConfigException {
    OperatorConfig config = read(Map.of("GITOPSBINDING_LEADER_ELECTION", "false"));

    assertThat(config.leaderElection()).isNull();
  }

  private static OperatorConfig read(Map<String, String> environment) throws ConfigException {
    return OperatorConfig.read(environment, null);
  }

  /** The lines of the message after its heading. */
  private static List<String> problems(Map<String, String> environment) {
    String message =
        catchThrowableOfType(ConfigException.class, () -> read(environment)).getMessage();
    return Arrays.stream(message.split("\n {2}")).skip(1).toList();
  }
}
