package dev.gitopsbinding.cli;

import static dev.gitopsbinding.cli.MigrateStage.READER;
import static dev.gitopsbinding.cli.MigrateStage.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.apiserver.Rights;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.JavaProgram;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code migrate} prints is accepted by a real API server, and it needs one right to read it.
 */
class MigrateIT {
  @RegisterExtension static final ClassStage<MigrateStage> STAGE = ClassStage.of(MigrateStage::new);

  private final MigrateStage stage = STAGE.get();
  private final ApiServer api = stage.api;
  private final String namespace = stage.namespace;
  private final Path kubeconfig = stage.kubeconfig;

  @TempDir private Path folder;

  static List<Path> goldenCases() throws IOException {
    return MigrateGoldenTest.cases();
  }

  @ParameterizedTest
  @MethodSource("goldenCases")
  void theApiServerAcceptsWhatIsPrinted(Path golden) throws IOException {
    for (HasMetadata object : stage.parsed(Files.readString(golden.resolve("out.yaml")))) {
      api.admin()
          .resource(object)
          .inNamespace(namespace)
          .dryRun()
          .fieldValidation(Validation.STRICT)
          .create();
    }
  }

  @Test
  void readsAClusterWithTheRightToListDeploymentsAndChangesNothing() throws IOException {
    // Given
    String name = "in-the-cluster";
    stage.createDeployment(name);
    Map<String, String> before = stage.versions();
    String user = "system:serviceaccount:" + namespace + ":" + READER;
    assertThat(Rights.may(api, user, "get", "secrets", namespace, "")).isFalse();
    assertThat(Rights.may(api, user, "patch", "deployments.apps", namespace, "")).isFalse();

    // When
    Path report = folder.resolve("report.md");
    Command.Output output =
        migrate(kubeconfig, "--cluster", "-n", namespace, "--report", report.toString());

    // Then
    assertThat(output.exitCode()).as(output.toString()).isZero();
    assertThat(output.errors()).startsWith("1 annotated Deployment: 1 binding. Report:");
    assertThat(report).content().contains("## " + namespace + "/" + name);
    List<HasMetadata> objects = stage.parsed(output.text());
    assertThat(objects).extracting(HasMetadata::getKind).contains("Secret", "GitOpsBinding");
    objects.forEach(stage::applyDry);
    assertThat(stage.versions()).isEqualTo(before);
    assertThat(api.admin().secrets().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void readsAllPages() {
    // Given
    String many = api.createNamespace("migrate-many");
    IntStream.range(0, 5).forEach(i -> stage.createDeployment(many, "web-" + i));
    var collector = new DeploymentCollector();

    // When
    ClusterReader.read(kubeconfig, null, many, 2, collector);

    // Then
    assertThat(collector.migrate(null, false).migrated())
        .extracting(one -> one.deployment().name())
        .containsExactly("web-0", "web-1", "web-2", "web-3", "web-4");
  }

  @Test
  void saysWhatIsMissingIfItMayNotRead() {
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("nobody")
            .endMetadata()
            .build();
    api.admin().resource(account).create();

    String nobody = api.kubeconfigOf(namespace, "nobody").toString();
    CommandRun run = CommandRun.of("migrate", "--cluster", "--kubeconfig", nobody, "-n", namespace);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("does not list its Deployments", "forbidden");
  }

  @Test
  void saysWhichContextIsMissing() {
    CommandRun run =
        CommandRun.of(
            "migrate",
            "--cluster",
            "--kubeconfig",
            kubeconfig.toString(),
            "--context",
            "elsewhere");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("The kubeconfig has no context elsewhere");
  }

  /** The commands of the report, by a real kubectl. */
  @Test
  void theCommandsOfTheReportGiveSecretsTheirValues() throws IOException {
    // Given
    String shop = api.createNamespace("migrate-shop");
    String old = api.createNamespace("migrate-old");
    stage.createSecret(old, "ssh-key", Map.of("ssh-privatekey", "the key\n"));
    stage.createSecret(shop, "webhook-secret", Map.of("webhook-url", "https://hooks.example/1"));
    stage.createSecret(old, "login", Map.of(".dockerconfigjson", "{\"auths\":{}}"));
    stage.createSecret(shop, "github-token", Map.of("github-token", "a token"));
    Path input = Files.writeString(folder.resolve("in.yaml"), annotated(shop, old));
    Path moved = folder.resolve("moved.yaml");
    CommandRun run = CommandRun.of("migrate", input.toString());
    Files.writeString(moved, run.output());
    ApiServer.Output created = api.kubectl("create", "-f", moved.toString());
    assertThat(created.exitCode()).as(created.text()).isZero();

    // When
    Files.writeString(folder.resolve("known_hosts"), "github.com ssh-ed25519 AAAA\n");
    for (String script : scripts(run.errors(), 4)) {
      shell(script.replaceAll("(?m)^ssh-key(scan|gen).*\n", ""));
    }

    // Then
    Secret key = stage.secret(shop, "gitopsbinding-git-" + old + ".ssh-key");
    assertThat(value(key, "ssh-privatekey")).isEqualTo("the key\n");
    assertThat(value(key, "known_hosts")).isEqualTo("github.com ssh-ed25519 AAAA\n");
    assertThat(key.getMetadata().getAnnotations())
        .containsEntry("gitopsbinding.dev/hosts", "github.com");
    Secret login = stage.secret(shop, "gitopsbinding-registry-" + old + ".login");
    assertThat(value(login, ".dockerconfigjson")).isEqualTo("{\"auths\":{}}");
    Secret webhook = stage.secret(shop, "gitopsbinding-slack-" + shop + ".webhook-secret");
    assertThat(webhook.getType()).isEqualTo("gitopsbinding.dev/webhook");
    assertThat(value(webhook, "url")).isEqualTo("https://hooks.example/1");
    Secret token = stage.secret(shop, "github-token");
    assertThat(value(token, "bearerToken")).isEqualTo("a token");
    assertThat(token.getMetadata().getAnnotations())
        .containsEntry("gitopsbinding.dev/hosts", "api.github.com");
  }

  /** The Secret is there, is used in two ways, and has a host from an earlier run. */
  @Test
  void theCommandsOfTheReportNameAllHostsOfASecret() throws IOException {
    // Given
    String shop = api.createNamespace("migrate-two-uses");
    stage.createSecret(
        shop, "all", Map.of("ssh-privatekey", "the key\n", "github-token", "a token"));
    ApiServer.Output before =
        api.kubectl("annotate", "secret", "all", "-n", shop, "gitopsbinding.dev/hosts=github.com");
    assertThat(before.exitCode()).as(before.text()).isZero();
    String golden =
        Files.readString(MigrateGoldenTest.FOLDER.resolve("one-secret-two-uses/in.yaml"));
    Path input =
        Files.writeString(
            folder.resolve("in.yaml"), golden.replaceAll("(namespace:) shop", "$1 " + shop));
    CommandRun run = CommandRun.of("migrate", input.toString());

    // When
    Files.writeString(folder.resolve("known_hosts"), "github.com ssh-ed25519 AAAA\n");
    for (String script : scripts(run.errors(), 2)) {
      shell(script.replaceAll("(?m)^(\\{ )?ssh-key(scan|gen).*\n", ""));
    }

    // Then
    assertThat(stage.secret(shop, "all").getMetadata().getAnnotations())
        .containsEntry("gitopsbinding.dev/hosts", "api.github.com,github.com,gitlab.com");
  }

  private static String annotated(String shop, String old) {
    return """
        kind: Deployment
        metadata:
          name: web
          namespace: %1$s
          annotations:
            gitops.operator.enabled: "false"
            gitops.operator.app_repository: git@github.com:acme/web.git
            gitops.operator.manifest_repository: git@github.com:acme/deploy.git
            gitops.operator.deployment_path: web.yaml
            gitops.operator.image_name: ghcr.io/acme/web
            gitops.operator.ssh_key_name: ssh-key
            gitops.operator.ssh_key_namespace: %2$s
            gitops.operator.registry_secret_name: login
            gitops.operator.registry_secret_namespace: %2$s
            gitops.operator.notifications_secret_name: webhook-secret
            gitops.operator.notifications_secret_namespace: %1$s
            gitops.operator.github_token_secret_name: github-token
            gitops.operator.github_token_secret_namespace: %1$s
        """
        .formatted(shop, old);
  }

  private static List<String> scripts(String report, int number) {
    List<String> scripts = new ArrayList<>();
    String[] parts = report.split("```sh\n|```\n", -1);
    for (int i = 1; i < parts.length; i += 2) {
      scripts.add(parts[i]);
    }
    assertThat(scripts).hasSize(number);
    return scripts;
  }

  private void shell(String script) {
    String path = api.binaries().folder() + ":" + System.getenv("PATH");
    Command.in(folder)
        .with(Map.of("KUBECONFIG", api.adminKubeconfig().toString(), "PATH", path))
        .run("sh", "-ec", script);
  }

  private static Command.Output migrate(Path kubeconfig, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JavaProgram.tool("java"));
    command.add("@src/build/jvm.options");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CliMain.class.getName()));
    command.addAll(List.of("migrate", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    return Command.in(Path.of(".")).attempt(new byte[0], command.toArray(String[]::new));
  }
}
