package dev.gitopsbinding.scenario.stage;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.app.Application;
import dev.gitopsbinding.app.HookPorts;
import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.net.FaultyForwarder;
import dev.gitopsbinding.testing.time.SettableClock;
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
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The whole operator under the shipped RBAC, a real API server, and a real git server over SSH.
 * Each test has new repositories and namespaces.
 */
public final class OperatorStage implements AutoCloseable {
  /** The image that bindings write. */
  public static final String IMAGE = "ghcr.io/acme/web";

  /** The file that bindings write. */
  public static final String PATH = "apps/web/deployment.yaml";

  /** How long a state is waited for. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SYSTEM_NAMESPACE = "gitopsbinding-system";
  private static final String SERVICE_ACCOUNT = "gitopsbinding-operator";

  private final ApiServer api;
  private final SshGitServer git;
  private final Map<String, String> settings;
  private final int apiPort;
  private final SettableClock clock = new SettableClock();
  private Application application;

  private OperatorStage(
      ApiServer api,
      SshGitServer git,
      Function<SshGitServer, Map<String, String>> settings,
      int apiPort) {
    this.api = api;
    this.git = git;
    this.settings = settings.apply(git);
    this.apiPort = apiPort;
    this.application = startApplication();
  }

  public static OperatorStage start(ApiServer api) {
    return start(api, Map.of());
  }

  /** Starts with settings beside those that a test needs anyway. */
  public static OperatorStage start(ApiServer api, Map<String, String> settings) {
    return start(api, _ -> settings);
  }

  /** Starts with an API server that is reached at another port. */
  public static OperatorStage startBehind(ApiServer api, FaultyForwarder forwarder) {
    api.installOperator();
    return new OperatorStage(api, SshGitServer.start(), _ -> Map.of(), forwarder.port());
  }

  /** Starts with settings that depend on the git server. */
  public static OperatorStage start(
      ApiServer api, Function<SshGitServer, Map<String, String>> settings) {
    api.installOperator();
    return new OperatorStage(api, SshGitServer.start(), settings, api.port());
  }

  /** Starts where the operator's rights are there already. */
  public static OperatorStage startInstalled(ApiServer api, Map<String, String> settings) {
    return new OperatorStage(api, SshGitServer.start(), _ -> settings, api.port());
  }

  /** Starts another operator on the same API server and git server, to be closed. */
  public AutoCloseable startBeside(Map<String, String> settings) {
    return startApplication(settings);
  }

  /** Restarts the operator, with an empty cache folder. */
  public void restart() {
    restart(() -> {});
  }

  /** The same, with something that happens while no operator runs. */
  public void restart(Runnable between) {
    application.close();
    between.run();
    application = startApplication();
  }

  private Application startApplication() {
    return startApplication(settings);
  }

  private Application startApplication(Map<String, String> settings) {
    try {
      Application started =
          Application.prepare(
              config(settings),
              api.impersonating(SYSTEM_NAMESPACE, SERVICE_ACCOUNT, apiPort),
              clock,
              () -> {});
      started.run();
      return started;
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
    settings.putIfAbsent(
        "GITOPSBINDING_CACHE_DIR",
        Path.of("target", "cache-" + UUID.randomUUID()).toAbsolutePath().toString());
    return OperatorConfig.read(settings, SYSTEM_NAMESPACE);
  }

  /** A source and a manifest repository, a namespace with a Secret, and bindings in it. */
  public Scene scene() {
    return scene(api.createNamespace("shop"));
  }

  /** The same in a namespace that is there. */
  public Scene scene(String namespace) {
    return new Scene(api, git, namespace);
  }

  /** The git server over SSH. */
  public SshGitServer git() {
    return git;
  }

  /** The machine's clock, as the operator sees it. */
  public SettableClock clock() {
    return clock;
  }

  /** The operator's own port. */
  public int port() {
    return application.port();
  }

  /** What the operator's own port answers. */
  public String get(String path) {
    return send(request(path).GET()).body();
  }

  /** The same for a request without a body that sends a token. */
  public HttpResponse<String> post(String path, String token) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The URL of a webhook; the operator has to be started with a port for them. */
  public String hookUrl(String provider) {
    return "http://127.0.0.1:" + HookPorts.of(application) + "/hook/" + provider;
  }

  /** The API server, which is another's to close. */
  public ApiServer api() {
    return api;
  }

  @Override
  public void close() {
    application.close();
    git.close();
  }

  /** A condition, or one without a status if there is none. */
  public static BindingCondition condition(GitOpsBindingStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElse(new BindingCondition(type, "", null, null, "", ""));
  }

  /** The file, with an image. */
  public static String deploymentYaml(String image) {
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
