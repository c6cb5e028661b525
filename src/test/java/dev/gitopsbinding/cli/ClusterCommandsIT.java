package dev.gitopsbinding.cli;

import static dev.gitopsbinding.cli.PluginStage.condition;
import static dev.gitopsbinding.cli.PluginStage.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.program.Command;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the kubectl plugin against a real API server, by people who have what
 * deploy/operator/user-roles.yaml adds to the cluster's roles edit and view, and against a real SSH
 * server.
 */
class ClusterCommandsIT {
  @RegisterExtension static final ClassStage<PluginStage> STAGE = ClassStage.of(PluginStage::new);

  private final PluginStage stage = STAGE.get();
  private final ApiServer api = stage.api;
  private final String namespace = stage.namespace;

  @TempDir private Path folder;

  @Test
  void saysWhatThereIs() {
    stage.bind("ready");
    stage.status("ready", "True", "UpToDate");
    stage.bind("broken");
    stage.status("broken", "False", "PushDeclined");

    assertThat(stage.ok("list").output())
        .containsSubsequence(
            "NAME", "STATE", "broken", "failed", "PushDeclined", "ready", "UpToDate");
    assertThat(stage.ok("list", "--state", "ready", "-o", "yaml").output())
        .contains("reason: UpToDate")
        .doesNotContain("PushDeclined", "managedFields");
    assertThat(stage.ok("why", "broken").output())
        .startsWith("GitOpsBinding %s/broken has failed: PushDeclined.".formatted(namespace))
        .contains("kubectl gitopsbinding sync broken -n " + namespace);
    assertThat(stage.ok("history", "ready").errors()).contains("has pushed no tag for it yet");

    CommandRun missing = stage.run(stage.viewer, "why", "brocken");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.errors())
        .isEqualTo(
            "gitopsbinding: GitOpsBinding %s/brocken does not exist. Did you mean broken?%n"
                .formatted(namespace));
    CommandRun forbidden = stage.run(stage.viewer, "list", "-n", "kube-system");
    assertThat(forbidden.exitCode()).isEqualTo(1);
    assertThat(forbidden.errors()).contains("GitOpsBindings of kube-system is forbidden to you");
  }

  @Test
  void pausesAndContinues() {
    stage.bind("paused");

    assertThat(stage.ok("suspend", "paused").output()).contains("/paused is suspended.");
    assertThat(stage.binding("paused").getSpec().suspend()).isTrue();
    assertThat(stage.ok("suspend", "paused").output()).contains("is suspended already.");
    assertThat(stage.ok("resume", "paused").output()).contains("is resumed.");
    assertThat(stage.binding("paused").getSpec().suspend()).isFalse();

    CommandRun forbidden = stage.run(stage.viewer, "suspend", "paused");
    assertThat(forbidden.exitCode()).isEqualTo(1);
    assertThat(forbidden.errors()).contains("/paused is forbidden to you");
  }

  @Test
  void asksForASyncAndWaitsForIt() {
    stage.bind("web");
    CompletableFuture<CommandRun> run =
        CompletableFuture.supplyAsync(() -> stage.run(stage.editor, "sync", "web", "--wait"));
    Awaitility.await().until(() -> stage.requested("web") != null);

    api.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName("web")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"lastHandledRequestedAt": "%s", "conditions": [%s]}}"""
                .formatted(stage.requested("web"), condition("False", "ImageNotFound")));

    assertThat(run.join().exitCode()).isEqualTo(3);
    assertThat(run.join().output())
        .contains("a sync is requested.", "not Ready (ImageNotFound): said");
    assertThat(stage.run(stage.editor, "sync", "web", "--wait", "--timeout", "0").exitCode())
        .isEqualTo(4);
  }

  @Test
  void addsConsentsAndReadsNoValue() {
    stage.bind("staging");
    stage.secret("login", "Opaque");

    CommandRun unasked =
        stage.run(stage.editor, "allow", "secret", "login", "--host", "github.com");
    assertThat(unasked.exitCode()).isEqualTo(1);
    assertThat(unasked.errors()).contains("may then be sent to github.com", "Use --yes");
    assertThat(stage.hosts("login")).isNull();

    stage.ok("allow", "secret", "login", "--host", "github.com", "--yes");
    CommandRun second =
        stage.ok(
            "allow",
            "secret",
            "login",
            "--host",
            "git.example.com:8443",
            "--host",
            "github.com",
            "--yes");
    assertThat(stage.hosts("login")).isEqualTo("github.com,git.example.com:8443");
    assertThat(second.output() + second.errors()).doesNotContain("hidden");

    stage.ok("allow", "promotion", "staging", "--to", "production", "--yes");
    assertThat(stage.binding("staging").getMetadata().getAnnotations())
        .containsEntry(GitOpsBinding.PROMOTE_TO, "production");
    assertThat(
            stage
                .run(stage.editor, "allow", "secret", "login", "--host", "https://github.com")
                .exitCode())
        .isEqualTo(2);
  }

  @Test
  void makesAFirstBindingWithAKeyForEachRepository() throws IOException {
    String fingerprint = stage.fingerprint();

    CommandRun run =
        stage.run(stage.editor, stage.create("first", "--host-key", fingerprint, "--yes"));

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(stage.binding("first").getSpec().source().secretRef().name())
        .isEqualTo("first-source-git");
    for (String name : List.of("first-source-git", "first-manifest-git")) {
      Secret secret = api.admin().secrets().inNamespace(namespace).withName(name).require();
      assertThat(secret.getType()).isEqualTo("kubernetes.io/ssh-auth");
      assertThat(value(secret, "known_hosts"))
          .isEqualTo(
              "[127.0.0.1]:%d %s%n".formatted(stage.ssh.port(), stage.ssh.hostKeyWithoutComment()));
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
    stage.secret("second-manifest-git", "kubernetes.io/ssh-auth");
    String before = stage.version("second-manifest-git");

    CommandRun run =
        stage.run(stage.editor, stage.create("second", "--host-key", stage.fingerprint(), "--yes"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("second-manifest-git exists already, and is left as it is");
    assertThat(stage.version("second-manifest-git")).isEqualTo(before);
    stage.assertNothingOf("second", "second-source-git");
  }

  @Test
  void trustsNoHostThatIsNotCompared() {
    CommandRun other =
        stage.run(stage.editor, stage.create("third", "--host-key", "SHA256:AAAA", "--yes"));
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.errors()).contains("This can be an attack", stage.fingerprint());

    CommandRun unasked = stage.run(stage.editor, stage.create("third", "--yes"));
    assertThat(unasked.exitCode()).isEqualTo(1);
    assertThat(unasked.errors())
        .contains("Nobody is there to answer", "--host-key " + stage.fingerprint());

    stage.assertNothingOf("third", "third-source-git");
  }

  @Test
  void theApiServerJudgesBeforeAKeyIsMade() {
    CommandRun run =
        stage.run(
            stage.editor,
            stage.create(
                "fourth",
                "--host-key",
                stage.fingerprint(),
                "--yes",
                "--image",
                "ghcr.io/acme/web:1"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("fourth is refused", "spec.image.name");
    stage.assertNothingOf("fourth", "fourth-source-git");
  }

  @Test
  void aDryRunPrintsWhatTheApiServerTakes() throws IOException {
    CommandRun run = stage.run(stage.editor, stage.create("fifth", "--dry-run"));

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.output())
        .contains("REPLACE by the private key", "ssh-keyscan -p " + stage.ssh.port());
    stage.assertNothingOf("fifth", "fifth-source-git");
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

    CommandRun run =
        stage.run(stage.editor, stage.create("sixth", "--dry-run", "--target", "Deployment/sixth"));

    assertThat(run.output()).contains("name: ghcr.io/acme/shop\n");
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
