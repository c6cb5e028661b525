package dev.gitopsbinding.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.model.text.OneLine;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.security.Security;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Sends single requests to the API server with the user's rights, and makes messages of what it
 * refuses. It uses the HTTP client of the Kubernetes client alone: the rest takes most of the time
 * of a short command to load.
 */
public final class ClusterClient implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 1_500;
  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Config config;
  private final HttpClient http;

  /** Connects with the first request. */
  public ClusterClient(Config config) {
    this.config = config;
    // The Kubernetes client holds the login's key in a key store of this type, in memory alone. One
    // of
    // the JDK's own choice would encrypt and decrypt it there, by 10 000 rounds each.
    Security.setProperty("keystore.type", "jks");
    this.http = new ClosingClientFactory().newBuilder(config).build();
  }

  /** The namespace of the kubeconfig's context. */
  public String namespace() {
    return Objects.requireNonNullElse(config.getNamespace(), "default");
  }

  /**
   * Reads an object or a list.
   *
   * @param what it is, for messages, such as {@code GitOpsBinding shop/web}
   * @throws CommandFailure if it cannot be read
   */
  public JsonNode get(ResourcePath path, String what) {
    return find(path, what).orElseThrow(() -> new CommandFailure(missing(path, what)));
  }

  /** As {@link #get}; empty if it does not exist. */
  public Optional<JsonNode> find(ResourcePath path, String what) {
    return found(path, what, send(request(path).setHeader("Accept", JSON)));
  }

  /** As {@link #find}, without what the object holds: a Secret's values stay where they are. */
  public Optional<JsonNode> findMetadata(ResourcePath path, String what) {
    return found(path, what, send(request(path).setHeader("Accept", METADATA_ONLY)));
  }

  private Optional<JsonNode> found(ResourcePath path, String what, HttpResponse<String> response) {
    if (response.code() == HttpURLConnection.HTTP_NOT_FOUND && path.isObject()) {
      return Optional.empty();
    }
    return Optional.of(accepted(path, what, response));
  }

  /**
   * Creates an object, and never replaces one.
   *
   * @param path of the list that it becomes a part of
   * @param dryRun whether the API server only checks it
   * @throws CommandFailure if there is one of this name, or it is refused
   */
  public void create(ResourcePath path, JsonNode object, String what, boolean dryRun) {
    String query = "?fieldValidation=Strict" + (dryRun ? "&dryRun=All" : "");
    HttpResponse<String> response =
        send(
            http.newHttpRequestBuilder()
                .uri(address(path) + query)
                .setHeader("Accept", JSON)
                .post(JSON, object.toString()));
    if (response.code() == HttpURLConnection.HTTP_CONFLICT) {
      throw new CommandFailure(what + " exists already, and is left as it is");
    }
    accepted(path, what, response);
  }

  /**
   * Changes an object. A resource version in the patch makes it fail if somebody else was faster.
   *
   * @throws CommandFailure if it does not exist, was changed meanwhile, or the change is refused
   */
  public JsonNode patch(ResourcePath path, JsonNode patch, String what) {
    HttpResponse<String> response =
        send(
            http.newHttpRequestBuilder()
                .uri(address(path))
                .setHeader("Accept", METADATA_ONLY + "," + JSON)
                .patch(MERGE_PATCH, patch.toString()));
    if (response.code() == HttpURLConnection.HTTP_CONFLICT) {
      throw new CommandFailure(what + " was changed meanwhile. Run the command again");
    }
    return accepted(path, what, response);
  }

  private HttpRequest.Builder request(ResourcePath path) {
    return http.newHttpRequestBuilder().uri(address(path));
  }

  private String address(ResourcePath path) {
    return config.getMasterUrl().replaceFirst("/+$", "") + path;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.sendAsync(request.build(), String.class).get();
    } catch (ExecutionException e) {
      throw new CommandFailure(
          "The API server at %s cannot be reached".formatted(config.getMasterUrl()),
          Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted", e);
    }
  }

  private JsonNode accepted(ResourcePath path, String what, HttpResponse<String> response) {
    if (response.isSuccessful()) {
      return json(response);
    }
    String reason =
        OneLine.of(
            json(response).path("message").asText("status " + response.code()), LONGEST_MESSAGE);
    throw new CommandFailure(
        switch (response.code()) {
          case HttpURLConnection.HTTP_NOT_FOUND -> missing(path, what);
          case HttpURLConnection.HTTP_UNAUTHORIZED ->
              "The API server at %s does not accept the login of the kubeconfig: %s"
                  .formatted(config.getMasterUrl(), reason);
          case HttpURLConnection.HTTP_FORBIDDEN -> what + " is forbidden to you: " + reason;
          default -> what + " is refused: " + reason;
        });
  }

  private static String missing(ResourcePath path, String what) {
    return path.isObject()
        ? what + " does not exist"
        : what
            + " are not known to the cluster: install the CustomResourceDefinition"
            + " (kubectl apply -k deploy/crds), or name another --context";
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      String body = response.body();
      return body == null ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
