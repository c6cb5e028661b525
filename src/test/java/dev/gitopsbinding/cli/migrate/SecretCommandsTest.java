package dev.gitopsbinding.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretCommandsTest {
  /** Both uses name all hosts: the second command must not take back what the first one said. */
  @Test
  void givesASecretOfTwoUsesTheHostsOfBoth() {
    String report = report(Map.of("ssh_key_namespace", "shop"));

    assertThat(annotateCommands(report))
        .hasSize(2)
        .containsOnly(
            "kubectl annotate secret all -n shop --overwrite"
                + " 'gitopsbinding.dev/hosts=api.github.com,github.com'");
  }

  /** {@code kubectl create} leaves a copy of an earlier run as it is, with its hosts. */
  @Test
  void givesACopiedSecretItsHostsToo() {
    String report = report(Map.of("ssh_key_namespace", "elsewhere"));

    assertThat(annotateCommands(report))
        .contains(
            "kubectl annotate secret gitopsbinding-git-elsewhere.all -n shop --overwrite"
                + " 'gitopsbinding.dev/hosts=github.com'");
    assertThat(report).contains("add to what is there").contains("# Add to what is there: ");
  }

  @ParameterizedTest
  @CsvSource({
    "git.example, ssh-keyscan git.example",
    "git.example:2222, ssh-keyscan -p 2222 git.example",
    "[2001:db8::1], ssh-keyscan 2001:db8::1",
    "[2001:db8::1]:2222, ssh-keyscan -p 2222 2001:db8::1"
  })
  void scansTheKeysOfAHost(String hostAndPort, String command) {
    String report =
        report(
            Map.of(
                "app_repository", "ssh://git@" + hostAndPort + "/acme/web.git",
                "manifest_repository", "ssh://git@" + hostAndPort + "/acme/deploy.git"));

    assertThat(report.lines()).contains(command + " > known_hosts");
  }

  private static List<String> annotateCommands(String report) {
    return report.lines().filter(line -> line.startsWith("kubectl annotate ")).toList();
  }

  private static String report(Map<String, String> others) {
    Map<String, String> values = new HashMap<>();
    values.put("app_repository", "git@github.com:acme/web.git");
    values.put("manifest_repository", "git@github.com:acme/deploy.git");
    values.put("deployment_path", "web.yaml");
    values.put("image_name", "ghcr.io/acme/web");
    values.put("ssh_key_name", "all");
    values.put("ssh_key_namespace", "shop");
    values.put("github_token_secret_name", "all");
    values.put("github_token_secret_namespace", "shop");
    values.putAll(others);
    var deployment =
        new AnnotatedDeployment(
            "a test", "shop", "web", values, List.of(), List.of(), false, false);
    return MigrationReport.of(Migration.of(List.of(deployment), List.of(), null, false));
  }
}
