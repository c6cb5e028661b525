package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ApiServerExtension;
import dev.gitopsbinding.testing.Command;
import dev.gitopsbinding.testing.SshGitServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the kubectl plugin against a real API server, by people who have what
 * deploy/operator/user-roles.yaml adds to the cluster's roles edit and view, and against a real SSH
 * server.
 */
@ExtendWith(ApiServerExtension.class)
class ClusterCommandsIT {
  private static final Map<String, String> LOOPBACK =
      Map.of("GITOPSBINDING_ALLOW_LOOPBACK", "true");

  private static ApiServer api;
  private static SshGitServer ssh;
  private static String namespace;
  private static Path editor;
  private static Path viewer;

  @TempDir private Path folder;

  @BeforeAll
  static void createUsers(ApiServer server) {
    api = server;
    ssh = SshGitServer.start();
    namespace = server.createNamespace("plugin");
    server.apply(Path.of("deploy/operator/user-roles.yaml"));
    // The controller that aggregates roles does not run here.
    editor =
        user(
            "editor",
            "gitopsbinding-view",
            "gitopsbinding-edit",
            "system:aggregate-to-edit",
            "system:aggregate-to-view");
    viewer = user("viewer", "gitopsbinding-view", "system:aggregate-to-view");
  }

  @AfterAll
  static void stopServer() {
    ssh.close();
  }

  @Test
  void saysWhatThereIs() {
    bind("ready");
    status("ready", "True", "UpToDate");
    bind("broken");
    status("broken", "False", "PushDeclined");

    assertThat(ok("list").output())
        .containsSubsequence(
            "NAME", "STATE", "broken", "failed", "PushDeclined", "ready", "UpToDate");
    assertThat(ok("list", "--state", "ready", "-o", "yaml").output())
        .contains("reason: UpToDate")
        .doesNotContain("PushDeclined", "managedFields");
    assertThat(ok("why", "broken").output())
        .startsWith("GitOpsBinding %s/broken has failed: PushDeclined.".formatted(namespace))
        .contains("kubectl gitopsbinding sync broken -n " + namespace);
    assertThat(ok("history", "ready").errors()).contains("has pushed no tag for it yet");

    CommandRun missing = run(viewer, "why", "brocken");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.errors())
        .isEqualTo(
            "gitopsbinding: GitOpsBinding %s/brocken does not exist. Did you mean broken?%n"
                .formatted(namespace));
    CommandRun forbidden = run(viewer, "list", "-n", "kube-system");
    assertThat(forbidden.exitCode()).isEqualTo(1);
    assertThat(forbidden.errors()).contains("GitOpsBindings of kube-system is forbidden to you");
  }

  @Test
  void pausesAndContinues() {
    bind("paused");

    assertThat(ok("suspend", "paused").output()).contains("/paused is suspended.");
    assertThat(binding("paused").getSpec().suspend()).isTrue();
    assertThat(ok("suspend", "paused").output()).contains("is suspended already.");
    assertThat(ok("resume", "paused").output()).contains("is resumed.");
    assertThat(binding("paused").getSpec().suspend()).isFalse();

    CommandRun forbidden = run(viewer, "suspend", "paused");
    assertThat(forbidden.exitCode()).isEqualTo(1);
    assertThat(forbidden.errors()).contains("/paused is forbidden to you");
  }

  @Test
  void asksForASyncAndWaitsForIt() {
    bind("web");
    CompletableFuture<CommandRun> run =
        CompletableFuture.supplyAsync(() -> run(editor, "sync", "web", "--wait"));
    Awaitility.await().until(() -> requested("web") != null);

    api.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName("web")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"lastHandledRequestedAt": "%s", "conditions": [%s]}}"""
                .formatted(requested("web"), condition("False", "ImageNotFound")));

    assertThat(run.join().exitCode()).isEqualTo(3);
    assertThat(run.join().output())
        .contains("a sync is requested.", "not Ready (ImageNotFound): said");
    assertThat(run(editor, "sync", "web", "--wait", "--timeout", "0").exitCode()).isEqualTo(4);
  }

  @Test
  void addsConsentsAndReadsNoValue() {
    bind("staging");
    secret("login", "Opaque");

    CommandRun unasked = run(editor, "allow", "secret", "login", "--host", "github.com");
    assertThat(unasked.exitCode()).isEqualTo(1);
    assertThat(unasked.errors()).contains("may then be sent to github.com", "Use --yes");
    assertThat(hosts("login")).isNull();

    ok("allow", "secret", "login", "--host", "github.com", "--yes");
    CommandRun second =
        ok(
            "allow",
            "secret",
            "login",
            "--host",
            "git.example.com:8443",
            "--host",
            "github.com",
            "--yes");
    assertThat(hosts("login")).isEqualTo("github.com,git.example.com:8443");
    assertThat(second.output() + second.errors()).doesNotContain("hidden");

    ok("allow", "promotion", "staging", "--to", "production", "--yes");
    assertThat(binding("staging").getMetadata().getAnnotations())
        .containsEntry(GitOpsBinding.PROMOTE_TO, "production");
    assertThat(run(editor, "allow", "secret", "login", "--host", "https://github.com").exitCode())
        .isEqualTo(2);
  }

  @Test
  void makesAFirstBindingWithAKeyForEachRepository() throws IOException {
    String fingerprint = fingerprint();

    CommandRun run = run(editor, create("first", "--host-key", fingerprint, "--yes"));

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(binding("first").getSpec().source().secretRef().name())
        .isEqualTo("first-source-git");
    for (String name : List.of("first-source-git", "first-manifest-git")) {
      Secret secret = api.admin().secrets().inNamespace(namespace).withName(name).require();
      assertThat(secret.getType()).isEqualTo("kubernetes.io/ssh-auth");
      assertThat(value(secret, "known_hosts"))
          .isEqualTo("[127.0.0.1]:%d %s%n".formatted(ssh.port(), ssh.hostKeyWithoutComment()));
      String publicKey = publicKey(value(secret, "ssh-privatekey"));
      assertThat(run.output()).contains("key:    " + publicKey.strip());
      assertThat(run.output() + run.errors()).doesNotContain("PRIVATE KEY");
    }
    assertThat(run.output())
        .containsSubsequence(
            "web.git", "no right to write", "deploy.git", "right to push", "why first");
  }

  @Test
  void replacesNothing() {
    secret("second-manifest-git", "kubernetes.io/ssh-auth");
    String before = version("second-manifest-git");

    CommandRun run = run(editor, create("second", "--host-key", fingerprint(), "--yes"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("second-manifest-git exists already, and is left as it is");
    assertThat(version("second-manifest-git")).isEqualTo(before);
    assertNothingOf("second", "second-source-git");
  }

  @Test
  void trustsNoHostThatIsNotCompared() {
    CommandRun other = run(editor, create("third", "--host-key", "SHA256:AAAA", "--yes"));
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.errors()).contains("This can be an attack", fingerprint());

    CommandRun unasked = run(editor, create("third", "--yes"));
    assertThat(unasked.exitCode()).isEqualTo(1);
    assertThat(unasked.errors())
        .contains("Nobody is there to answer", "--host-key " + fingerprint());

    assertNothingOf("third", "third-source-git");
  }

  @Test
  void theApiServerJudgesBeforeAKeyIsMade() {
    CommandRun run =
        run(
            editor,
            create(
                "fourth", "--host-key", fingerprint(), "--yes", "--image", "ghcr.io/acme/web:1"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("fourth is refused", "spec.image.name");
    assertNothingOf("fourth", "fourth-source-git");
  }

  @Test
  void aDryRunPrintsWhatTheApiServerTakes() throws IOException {
    CommandRun run = run(editor, create("fifth", "--dry-run"));

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.output()).contains("REPLACE by the private key", "ssh-keyscan -p " + ssh.port());
    assertNothingOf("fifth", "fifth-source-git");
    Path file = Files.writeString(folder.resolve("fifth.yaml"), run.output());
    ApiServer.Output applied = api.kubectl("create", "--dry-run=server", "-f", file.toString());
    assertThat(applied.exitCode()).as(applied.text()).isZero();
  }

  @Test
  void proposesTheImageThatTheTargetRuns() {
    ApiServer.Output made =
        api.kubectl(
            "create", "deployment", "sixth", "--image=ghcr.io/acme/shop:1", "-n", namespace);
    assertThat(made.exitCode()).as(made.text()).isZero();

    CommandRun run = run(editor, create("sixth", "--dry-run", "--target", "Deployment/sixth"));

    assertThat(run.output()).contains("name: ghcr.io/acme/shop\n");
  }

  private static String[] create(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("create", name));
    List<String> given = List.of(more);
    if (!given.contains("--image") && !given.contains("--target")) {
      arguments.addAll(List.of("--image", "ghcr.io/acme/web"));
    }
    arguments.addAll(List.of("--source", ssh.url("web.git"), "--manifest", ssh.url("deploy.git")));
    arguments.addAll(List.of("--path", "apps/web.yaml"));
    arguments.addAll(given);
    return arguments.toArray(String[]::new);
  }

  private static CommandRun ok(String... arguments) {
    CommandRun run = run(editor, arguments);
    assertThat(run.exitCode()).as(run.toString()).isZero();
    return run;
  }

  private static CommandRun run(Path kubeconfig, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return CommandRun.of(LOOPBACK, all.toArray(String[]::new));
  }

  private static Path user(String name, String... roles) {
    api.admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .create();
    for (String role : roles) {
      HasMetadata binding =
          new RoleBindingBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(name + "-" + role.replace(':', '-'))
              .endMetadata()
              .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
              .addNewSubject(null, "ServiceAccount", name, namespace)
              .build();
      api.admin().resource(binding).create();
    }
    return api.kubeconfigOf(namespace, name);
  }

  private static void bind(String name) {
    CommandRun yaml =
        CommandRun.of(
            "create",
            name,
            "-n",
            namespace,
            "--kubeconfig",
            editor.toString(),
            "--image",
            "ghcr.io/acme/web",
            "--source",
            "git@github.com:acme/web.git",
            "--manifest",
            "git@github.com:acme/deploy.git",
            "--path",
            "web.yaml",
            "--source-secret",
            "git",
            "--manifest-secret",
            "git",
            "-o",
            "yaml");
    api.admin()
        .resource(
            api.admin().getKubernetesSerialization().unmarshal(yaml.output(), GitOpsBinding.class))
        .create();
  }

  private static void status(String name, String ready, String reason) {
    api.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"conditions\": [%s]}}".formatted(condition(ready, reason)));
  }

  private static String condition(String status, String reason) {
    return """
        {"type": "Ready", "status": "%s", "reason": "%s", "message": "said",
         "lastTransitionTime": "2026-11-28T12:00:00Z"}"""
        .formatted(status, reason);
  }

  private static GitOpsBinding binding(String name) {
    return api.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  private static String requested(String name) {
    return binding(name).getMetadata().getAnnotations().get(GitOpsBinding.REQUESTED_AT);
  }

  private static void secret(String name, String type) {
    api.admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(Map.of("ssh-privatekey", "hidden"))
                .build())
        .create();
  }

  private static String hosts(String secret) {
    return api.admin()
        .secrets()
        .inNamespace(namespace)
        .withName(secret)
        .require()
        .getMetadata()
        .getAnnotations()
        .get(GitOpsBinding.HOSTS);
  }

  private static String version(String secret) {
    return api.admin()
        .secrets()
        .inNamespace(namespace)
        .withName(secret)
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  private static void assertNothingOf(String binding, String secret) {
    assertThat(
            api.admin()
                .resources(GitOpsBinding.class)
                .inNamespace(namespace)
                .withName(binding)
                .get())
        .isNull();
    assertThat(api.admin().secrets().inNamespace(namespace).withName(secret).get()).isNull();
  }

  private static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  /** By OpenSSH, as the owner of the host would publish it. */
  private static String fingerprint() {
    String printed =
        Command.in(ssh.repositories())
            .attempt(
                (ssh.hostKeyWithoutComment() + "\n").getBytes(StandardCharsets.UTF_8),
                "ssh-keygen",
                "-lf",
                "-")
            .text();
    Matcher found = Pattern.compile("SHA256:\\S+").matcher(printed);
    assertThat(found.find()).as(printed).isTrue();
    return found.group();
  }

  /** The public key that belongs to a private one, by OpenSSH. */
  private String publicKey(String privateKey) throws IOException {
    Path file = folder.resolve("key");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, privateKey);
    return Command.in(folder).run("ssh-keygen", "-y", "-f", file.toString());
  }
}
