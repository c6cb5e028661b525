package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.model.GoDuration;
import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.FaultyForwarder;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.SettableClock;
import dev.gitopsbinding.testing.SshGitServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The whole operator under the shipped RBAC, a real API server, and a real git server over SSH.
 * Repositories and namespaces are made anew for each test.
 */
final class OperatorStage implements AutoCloseable {
  static final String IMAGE = "ghcr.io/acme/web";
  static final String PATH = "apps/web/deployment.yaml";
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final AtomicInteger REPOSITORIES = new AtomicInteger();
  private static final String SYSTEM_NAMESPACE = "gitopsbinding-system";
  private static final String SERVICE_ACCOUNT = "gitopsbinding-operator";

  private final ApiServer api;
  private final SshGitServer git;
  private final Map<String, String> settings;
  private final int apiPort;
  private final SettableClock clock = new SettableClock();
  private Application application;
  private final KubernetesClient admin;

  private OperatorStage(
      ApiServer api,
      SshGitServer git,
      Function<SshGitServer, Map<String, String>> settings,
      int apiPort) {
    this.api = api;
    this.git = git;
    this.settings = settings.apply(git);
    this.apiPort = apiPort;
    this.admin = api.admin();
    this.application = startApplication();
  }

  static OperatorStage start(ApiServer api) {
    return start(api, Map.of());
  }

  /** Starts with settings beside those that a test needs anyway. */
  static OperatorStage start(ApiServer api, Map<String, String> settings) {
    return start(api, _ -> settings);
  }

  /** Starts with an API server that is reached at another port. */
  static OperatorStage startBehind(ApiServer api, FaultyForwarder forwarder) {
    install(api);
    return new OperatorStage(api, SshGitServer.start(), _ -> Map.of(), forwarder.port());
  }

  /** Starts with settings that depend on the git server. */
  static OperatorStage start(ApiServer api, Function<SshGitServer, Map<String, String>> settings) {
    install(api);
    return new OperatorStage(api, SshGitServer.start(), settings, api.port());
  }

  /** Starts where the operator's rights are there already. */
  static OperatorStage startInstalled(ApiServer api, Map<String, String> settings) {
    return new OperatorStage(api, SshGitServer.start(), _ -> settings, api.port());
  }

  private static void install(ApiServer api) {
    ApiServer.Output applied = api.kubectl("apply", "-k", "deploy/operator");
    assertThat(applied.exitCode()).as(applied.text()).isZero();
  }

  /** Ends the operator and starts it anew, with an empty cache folder. */
  void restart() {
    application.close();
    application = startApplication();
  }

  private Application startApplication() {
    try {
      return Application.start(
          config(settings), api.impersonating(SYSTEM_NAMESPACE, SERVICE_ACCOUNT, apiPort), clock);
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OperatorConfig config(Map<String, String> more)
      throws ConfigException, IOException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("GITOPSBINDING_ALLOW_LOOPBACK", "true");
    settings.put("GITOPSBINDING_LEADER_ELECTION", "false");
    settings.put("GITOPSBINDING_HTTP_PORT", "0");
    settings.put(
        "GITOPSBINDING_CACHE_DIR",
        Path.of("target", "cache-" + UUID.randomUUID()).toAbsolutePath().toString());
    return OperatorConfig.read(settings, GoDuration::parse, Optional.of(SYSTEM_NAMESPACE));
  }

  /** A source and a manifest repository, a namespace with a Secret, and bindings in it. */
  Scene scene() {
    return scene(api.createNamespace("shop"));
  }

  /** The same in a namespace that is there. */
  Scene scene(String namespace) {
    return new Scene(namespace);
  }

  SshGitServer git() {
    return git;
  }

  /** The machine's clock, as the operator sees it. */
  SettableClock clock() {
    return clock;
  }

  /** What the operator's own port answers. */
  String get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + application.port() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  ApiServer api() {
    return api;
  }

  @Override
  public void close() {
    application.close();
    git.close();
  }

  /** What one test works with. */
  final class Scene {
    final String namespace;
    final String sourceName = "source" + REPOSITORIES.incrementAndGet() + ".git";
    final String manifestName = "deploy" + REPOSITORIES.get() + ".git";
    final GitRepository source = git.createRepository(sourceName);
    final GitRepository manifest = git.createRepository(manifestName);

    private Scene(String namespace) {
      this.namespace = namespace;
      createSecret("git", git.privateKey(), git.knownHosts());
      source.commit("main", "README", "first");
      manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
    }

    Secret createSecret(String name, String privateKey, String knownHosts) {
      return secret(name, Map.of("ssh-privatekey", privateKey, "known_hosts", knownHosts));
    }

    Secret secret(String name, Map<String, String> data) {
      return admin
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName(name)
                  .endMetadata()
                  .withType("kubernetes.io/ssh-auth")
                  .withStringData(data)
                  .build())
          .createOr(existing -> existing.update());
    }

    void deleteSecret(String name) {
      admin.secrets().inNamespace(namespace).withName(name).delete();
    }

    /** The spec of a sound binding, as YAML to be changed by tests. */
    String spec() {
      return """
          interval: 10s
          target: {name: web}
          image: {name: %s}
          source: {url: "%s", ref: {branch: main}, secretRef: {name: git}}
          manifest:
            url: "%s"
            ref: {branch: main}
            secretRef: {name: git}
            path: %s
          """
          .formatted(IMAGE, git.url(sourceName), git.url(manifestName), PATH);
    }

    void apply(String name, String spec) {
      apply(yaml(name, spec));
    }

    /** Writes a binding whole, as {@code kubectl replace} does. */
    void replace(String name, String spec) {
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

    void apply(String yaml) {
      admin
          .resource(yaml)
          .inNamespace(namespace)
          .fieldManager("user")
          .forceConflicts()
          .serverSideApply();
    }

    void request(String name, String value) {
      admin
          .resources(GitOpsBinding.class)
          .inNamespace(namespace)
          .withName(name)
          .edit(
              binding -> {
                binding.getMetadata().getAnnotations().put(GitOpsBinding.REQUESTED_AT, value);
                return binding;
              });
    }

    void delete(String name) {
      admin.resources(GitOpsBinding.class).inNamespace(namespace).withName(name).delete();
    }

    GitOpsBindingStatus status(String name) {
      return Optional.ofNullable(
              admin.resources(GitOpsBinding.class).inNamespace(namespace).withName(name).get())
          .map(GitOpsBinding::getStatus)
          .orElse(GitOpsBindingStatus.EMPTY);
    }

    GitOpsBindingStatus await(String name, Predicate<GitOpsBindingStatus> wanted) {
      return Awaitility.await(name)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> status(name), wanted);
    }

    GitOpsBindingStatus awaitReady(String name, String commit) {
      return awaiting(
          name,
          status ->
              "True".equals(condition(status, "Ready").status())
                  && status.source() != null
                  && commit.equals(status.source().commit()));
    }

    GitOpsBindingStatus awaitReason(String name, String reason) {
      return awaiting(name, status -> reason.equals(condition(status, "Ready").reason()));
    }

    private GitOpsBindingStatus awaiting(String name, Predicate<GitOpsBindingStatus> wanted) {
      try {
        return await(name, wanted);
      } catch (ConditionTimeoutException e) {
        throw new AssertionError("The status is " + status(name), e);
      }
    }

    String manifestText() {
      return manifest.text("main", PATH);
    }

    int manifestCommits() {
      return manifest.log("main", "%H").size();
    }

    List<Event> events(String name) {
      return admin.events().v1().events().inNamespace(namespace).list().getItems().stream()
          .filter(event -> event.getRegarding().getName().equals(name))
          .toList();
    }
  }

  static BindingCondition condition(GitOpsBindingStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElse(new BindingCondition(type, "", null, null, "", ""));
  }

  static String deploymentYaml(String image) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: %s # the tag is written by the operator
        """
        .formatted(image);
  }
}
