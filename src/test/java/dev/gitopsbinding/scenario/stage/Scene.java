package dev.gitopsbinding.scenario.stage;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATIENCE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.SshGitServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What one test works with. */
public final class Scene {
  private static final AtomicInteger REPOSITORIES = new AtomicInteger();

  /** The namespace of bindings and Secrets. */
  public final String namespace;

  /** Where the application's code lives. */
  public final GitRepository source;

  /** Where the YAML lives. */
  public final GitRepository manifest;

  public final String sourceName;
  public final String manifestName;
  public final SshGitServer git;
  private final KubernetesClient admin;

  /** Makes a Secret in the namespace, and both repositories with a first commit each. */
  public Scene(ApiServer api, SshGitServer git, String namespace) {
    int number = REPOSITORIES.incrementAndGet();
    this.namespace = namespace;
    this.git = git;
    this.admin = api.admin();
    this.sourceName = "source" + number + ".git";
    this.manifestName = "deploy" + number + ".git";
    this.source = git.createRepository(sourceName);
    this.manifest = git.createRepository(manifestName);
    createSecret("git", git.privateKey(), git.knownHosts());
    source.commit("main", "README", "first");
    manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
  }

  public Secret createSecret(String name, String privateKey, String knownHosts) {
    return secret(name, Map.of("ssh-privatekey", privateKey, "known_hosts", knownHosts));
  }

  public Secret secret(String name, Map<String, String> data) {
    return secret(name, "kubernetes.io/ssh-auth", data);
  }

  public Secret secret(String name, String type, Map<String, String> data) {
    return secret(name, type, Map.of(), data);
  }

  /** The consent of the Secret's owner is an annotation. */
  public Secret opaqueSecret(
      String name, Map<String, String> annotations, Map<String, String> data) {
    return secret(name, "Opaque", annotations, data);
  }

  private Secret secret(
      String name, String type, Map<String, String> annotations, Map<String, String> data) {
    return admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .createOr(existing -> existing.update());
  }

  public void deleteSecret(String name) {
    admin.secrets().inNamespace(namespace).withName(name).delete();
  }

  /** The spec of a sound binding, as YAML to be changed by tests. */
  public String spec() {
    return """
        interval: 10s
        target: {name: web}
        image: {name: %s, check: {mode: Skip}}
        source: {url: "%s", ref: {branch: main}, secretRef: {name: git}}
        manifest:
          url: "%s"
          ref: {branch: main}
          secretRef: {name: git}
          path: %s
        """
        .formatted(IMAGE, git.url(sourceName), git.url(manifestName), PATH);
  }

  /**
   * The same with another repository.
   *
   * @param part {@code source} or {@code manifest}
   * @param secret by which it is read
   */
  public String spec(String part, String url, String secret) {
    return spec()
        .replaceFirst(
            "(?s)(" + part + ":.*?url: )\"[^\"]*\"(.*?secretRef: )\\{name: git}",
            "$1\"" + url + "\"$2{name: " + secret + "}");
  }

  /** Applies a binding. */
  public void apply(String name, String spec) {
    apply(yaml(name, spec));
  }

  /** Writes a binding whole, as {@code kubectl replace} does. */
  public void replace(String name, String spec) {
    admin.resource(yaml(name, spec)).inNamespace(namespace).update();
  }

  private String yaml(String name, String spec) {
    return """
        apiVersion: gitopsbinding.dev/v1alpha1
        kind: GitOpsBinding
        metadata: {name: %s, namespace: %s}
        spec:
        %s"""
        .formatted(name, namespace, spec.indent(2));
  }

  public void apply(String yaml) {
    admin
        .resource(yaml)
        .inNamespace(namespace)
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  /** Asks for a sync at once, whatever the operator writes at that moment. */
  public void request(String name, String value) {
    admin
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
                .formatted(GitOpsBinding.REQUESTED_AT, value));
  }

  /** Deletes a binding. */
  public void delete(String name) {
    admin.resources(GitOpsBinding.class).inNamespace(namespace).withName(name).delete();
  }

  /** The status of a binding now; an empty one if there is none. */
  public GitOpsBindingStatus status(String name) {
    return Optional.ofNullable(
            admin.resources(GitOpsBinding.class).inNamespace(namespace).withName(name).get())
        .map(GitOpsBinding::getStatus)
        .orElse(GitOpsBindingStatus.EMPTY);
  }

  /** Takes the status of a binding away. */
  public void clearStatus(String name) {
    admin
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": {}}]");
  }

  public GitOpsBindingStatus await(String name, Predicate<GitOpsBindingStatus> wanted) {
    return Awaitility.await(name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> status(name), wanted);
  }

  /**
   * Waits until a binding that is created now is younger than this one: the API server notes the
   * time of creation in whole seconds.
   */
  public void awaitAge(String name) {
    Instant created =
        Instant.parse(
            admin
                .resources(GitOpsBinding.class)
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getMetadata()
                .getCreationTimestamp());
    Awaitility.await(name)
        .atMost(PATIENCE)
        .until(() -> !Instant.now().isBefore(created.plusSeconds(1)));
  }

  /** Waits until a binding is Ready for a source commit. */
  public GitOpsBindingStatus awaitReady(String name, String commit) {
    return awaiting(
        name,
        status ->
            "True".equals(condition(status, "Ready").status())
                && status.source() != null
                && commit.equals(status.source().commit()));
  }

  /** Has something happen, and waits until the binding is written after it. */
  public void awaitWrite(String name, Runnable cause) {
    String before = version(name);
    cause.run();
    Awaitility.await(name).atMost(PATIENCE).until(() -> !version(name).equals(before));
  }

  private String version(String name) {
    return admin
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName(name)
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  /** Waits until the condition Ready of a binding has a reason. */
  public GitOpsBindingStatus awaitReason(String name, String reason) {
    return awaiting(name, status -> reason.equals(condition(status, "Ready").reason()));
  }

  private GitOpsBindingStatus awaiting(String name, Predicate<GitOpsBindingStatus> wanted) {
    try {
      return await(name, wanted);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("The status is " + status(name), e);
    }
  }

  /** What the file holds at the tip. */
  public String manifestText() {
    return manifest.text("main", PATH);
  }

  /**
   * Applies the manifest file, and reports in place of Kubernetes' own controllers that its rollout
   * completed or failed.
   */
  public void rollOut(boolean works) {
    rollOut(manifestText(), works);
  }

  /** The same with a manifest from elsewhere. */
  public void rollOut(String text, boolean works) {
    apply(text);
    RolloutReporter.report(
        admin, admin.apps().deployments().inNamespace(namespace).withName("web").require(), works);
  }

  public int manifestCommits() {
    return manifest.log("main", "%H").size();
  }

  public List<Event> events(String name) {
    return admin.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .toList();
  }
}
