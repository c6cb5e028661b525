package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ApiServerExtension;
import dev.gitopsbinding.testing.Command;
import dev.gitopsbinding.testing.JavaProgram;
import dev.gitopsbinding.testing.Rights;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code migrate} prints is accepted by a real API server, and it needs one right to read it.
 */
@ExtendWith(ApiServerExtension.class)
class MigrateIT {
  private static final String READER = "deployments-reader";

  private static ApiServer api;
  private static String namespace;
  private static Path kubeconfig;

  @TempDir private Path folder;

  /** A service account that may list Deployments, and nothing else. */
  @BeforeAll
  static void createReader(ApiServer server) {
    api = server;
    namespace = server.createNamespace("migrate");
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(READER)
            .endMetadata()
            .build();
    var role =
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(READER)
            .endMetadata()
            .addNewRule()
            .withApiGroups("apps")
            .withResources("deployments")
            .withVerbs("list")
            .endRule()
            .build();
    var binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(READER)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", READER)
            .addNewSubject(null, "ServiceAccount", READER, namespace)
            .build();
    List.of(account, role, binding)
        .forEach(one -> server.admin().resource((HasMetadata) one).createOr(edit -> edit.update()));
    kubeconfig = server.kubeconfigOf(namespace, READER);
  }

  static List<Path> goldenCases() throws IOException {
    return MigrateGoldenTest.cases();
  }

  @ParameterizedTest
  @MethodSource("goldenCases")
  void theApiServerAcceptsWhatIsPrinted(Path golden) throws IOException {
    for (HasMetadata object : parsed(Files.readString(golden.resolve("out.yaml")))) {
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
    createDeployment(name);
    Map<String, String> before = versions();
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
    List<HasMetadata> objects = parsed(output.text());
    assertThat(objects).extracting(HasMetadata::getKind).contains("Secret", "GitOpsBinding");
    objects.forEach(MigrateIT::applyDry);
    assertThat(versions()).isEqualTo(before);
    assertThat(api.admin().secrets().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void readsAllPages() {
    // Given
    String many = api.createNamespace("migrate-many");
    IntStream.range(0, 5).forEach(i -> createDeployment(many, "web-" + i));
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
    createSecret(old, "ssh-key", Map.of("ssh-privatekey", "the key\n"));
    createSecret(shop, "webhook-secret", Map.of("webhook-url", "https://hooks.example/1"));
    createSecret(old, "login", Map.of(".dockerconfigjson", "{\"auths\":{}}"));
    createSecret(shop, "github-token", Map.of("github-token", "a token"));
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
    Secret key = secret(shop, "gitopsbinding-git-" + old + ".ssh-key");
    assertThat(value(key, "ssh-privatekey")).isEqualTo("the key\n");
    assertThat(value(key, "known_hosts")).isEqualTo("github.com ssh-ed25519 AAAA\n");
    assertThat(key.getMetadata().getAnnotations())
        .containsEntry("gitopsbinding.dev/hosts", "github.com");
    Secret login = secret(shop, "gitopsbinding-registry-" + old + ".login");
    assertThat(value(login, ".dockerconfigjson")).isEqualTo("{\"auths\":{}}");
    Secret webhook = secret(shop, "gitopsbinding-slack-" + shop + ".webhook-secret");
    assertThat(webhook.getType()).isEqualTo("gitopsbinding.dev/webhook");
    assertThat(value(webhook, "url")).isEqualTo("https://hooks.example/1");
    Secret token = secret(shop, "github-token");
    assertThat(value(token, "bearerToken")).isEqualTo("a token");
    assertThat(token.getMetadata().getAnnotations())
        .containsEntry("gitopsbinding.dev/hosts", "api.github.com");
  }

  /** The Secret is there, is used in two ways, and has a host from an earlier run. */
  @Test
  void theCommandsOfTheReportNameAllHostsOfASecret() throws IOException {
    // Given
    String shop = api.createNamespace("migrate-two-uses");
    createSecret(shop, "all", Map.of("ssh-privatekey", "the key\n", "github-token", "a token"));
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
    assertThat(secret(shop, "all").getMetadata().getAnnotations())
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

  private static void applyDry(HasMetadata object) {
    api.admin()
        .resource(object)
        .inNamespace(namespace)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .fieldManager("migrate-it")
        .forceConflicts()
        .serverSideApply();
  }

  private static Command.Output migrate(Path kubeconfig, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JavaProgram.tool("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CliMain.class.getName()));
    command.addAll(List.of("migrate", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    return Command.in(Path.of(".")).attempt(new byte[0], command.toArray(String[]::new));
  }

  private static List<HasMetadata> parsed(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---$", -1)) {
      if (!document.isBlank()) {
        objects.add(
            api.admin()
                .getKubernetesSerialization()
                .unmarshal(document, GenericKubernetesResource.class));
      }
    }
    return objects;
  }

  private static void createDeployment(String name) {
    createDeployment(namespace, name);
  }

  private static void createDeployment(String in, String name) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(in)
            .withName(name)
            .addToAnnotations("gitops.operator.enabled", "true")
            .addToAnnotations("gitops.operator.app_repository", "git@github.com:acme/web.git")
            .addToAnnotations(
                "gitops.operator.manifest_repository", "git@github.com:acme/deploy.git")
            .addToAnnotations("gitops.operator.deployment_path", "apps/" + name + ".yaml")
            .addToAnnotations("gitops.operator.image_name", "ghcr.io/acme/web")
            .addToAnnotations("gitops.operator.ssh_key_name", "ssh-key")
            .addToAnnotations("gitops.operator.ssh_key_namespace", "gitops-operator")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .addToMatchLabels("app", name)
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", name)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage("ghcr.io/acme/web:1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    api.admin().resource(deployment).create();
  }

  private static void createSecret(String in, String name, Map<String, String> values) {
    String type =
        values.containsKey(".dockerconfigjson") ? "kubernetes.io/dockerconfigjson" : "Opaque";
    api.admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(in)
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(values)
                .build())
        .create();
  }

  private static Secret secret(String in, String name) {
    return api.admin().secrets().inNamespace(in).withName(name).require();
  }

  private static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private static Map<String, String> versions() {
    return api.admin().apps().deployments().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                one -> one.getMetadata().getName(), one -> one.getMetadata().getResourceVersion()));
  }
}
