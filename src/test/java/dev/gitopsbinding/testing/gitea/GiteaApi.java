package dev.gitopsbinding.testing.gitea;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The API of a Gitea, as its owner uses it. */
final class GiteaApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http;
  private final String authorization;

  GiteaApi(URI base, SSLContext tls, String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.base = base;
    this.http = HttpClient.newBuilder().sslContext(tls).build();
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** Whether it answers at all. */
  boolean answers() {
    try {
      return send(HttpRequest.newBuilder(URI.create(base + "/version"))).statusCode()
          == HttpURLConnection.HTTP_OK;
    } catch (UncheckedIOException e) {
      return false; // it is starting
    }
  }

  /** Makes something; answers what was made. */
  JsonNode post(String path, Map<String, ?> body) {
    try {
      HttpResponse<String> answer =
          send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
      if (answer.statusCode() != HttpURLConnection.HTTP_CREATED) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads something. */
  JsonNode get(String path) {
    try {
      HttpResponse<String> answer = send(request(path));
      if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does something with what is there; answers what it sent, if anything. */
  JsonNode send(String method, String path, Map<String, ?> body) {
    try {
      HttpResponse<String> answer =
          send(
              request(path)
                  .header("Content-Type", "application/json")
                  .method(
                      method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
      if (answer.statusCode() / 100 != 2) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
