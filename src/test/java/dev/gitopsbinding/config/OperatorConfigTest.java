package dev.gitopsbinding.config;

import static dev.gitopsbinding.config.Environments.IN_A_POD;
import static dev.gitopsbinding.config.Environments.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operator reads of its environment. */
class OperatorConfigTest {
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
}
