package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.program.Command;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A namespace with an editor and a viewer, commands that they run, and a git server. */
final class PluginStage implements AutoCloseable {
  private static final Map<String, String> LOOPBACK =
      Map.of("GITOPSBINDING_ALLOW_LOOPBACK", "true");

  final ApiServer api;
  final SshGitServer ssh = SshGitServer.start();
  final String namespace;
  final Path editor;
  final Path viewer;

  PluginStage(ApiServer server) {
    api = server;
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

  @Override
  public void close() {
    ssh.close();
  }

  String[] create(String name, String... more) {
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

  CommandRun ok(String... arguments) {
    CommandRun run = run(editor, arguments);
    assertThat(run.exitCode()).as(run.toString()).isZero();
    return run;
  }

  CommandRun run(Path kubeconfig, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return CommandRun.of(LOOPBACK, all.toArray(String[]::new));
  }

  private Path user(String name, String... roles) {
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

  void bind(String name) {
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

  void status(String name, String ready, String reason) {
    api.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"conditions\": [%s]}}".formatted(condition(ready, reason)));
  }

  static String condition(String status, String reason) {
    return """
        {"type": "Ready", "status": "%s", "reason": "%s", "message": "said",
         "lastTransitionTime": "2026-11-28T12:00:00Z"}"""
        .formatted(status, reason);
  }

  GitOpsBinding binding(String name) {
    return api.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  String requested(String name) {
    return binding(name).getMetadata().getAnnotations().get(GitOpsBinding.REQUESTED_AT);
  }

  void secret(String name, String type) {
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

  String hosts(String secret) {
    return api.admin()
        .secrets()
        .inNamespace(namespace)
        .withName(secret)
        .require()
        .getMetadata()
        .getAnnotations()
        .get(GitOpsBinding.HOSTS);
  }

  String version(String secret) {
    return api.admin()
        .secrets()
        .inNamespace(namespace)
        .withName(secret)
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  void assertNothingOf(String binding, String secret) {
    assertThat(
            api.admin()
                .resources(GitOpsBinding.class)
                .inNamespace(namespace)
                .withName(binding)
                .get())
        .isNull();
    assertThat(api.admin().secrets().inNamespace(namespace).withName(secret).get()).isNull();
  }

  static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  /** By OpenSSH, as the owner of the host would publish it. */
  String fingerprint() {
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
}
