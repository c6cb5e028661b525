package dev.gitopsbinding.config;

import static dev.gitopsbinding.config.Environments.IN_A_POD;
import static dev.gitopsbinding.config.Environments.problems;
import static dev.gitopsbinding.config.Environments.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wrong environment is told at the start. */
class RefusedSettingsTest {
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
}
