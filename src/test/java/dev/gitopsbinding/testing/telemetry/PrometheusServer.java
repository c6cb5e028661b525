package dev.gitopsbinding.testing.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.training.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A real Prometheus that scrapes a port of this machine each second, with the shipped rules. */
public final class PrometheusServer implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: [%s]
      scrape_configs:
        - job_name: operator
          honor_labels: true
          static_configs: [{targets: ["127.0.0.1:%d"]}]
      """;

  /** Scrapes the same once more, as configurations without {@code honor_labels} do. */
  private static final String PLAIN =
      """
        - job_name: plain
          static_configs: [{targets: ["127.0.0.1:%d"], labels: {namespace: gitopsbinding-system}}]
      """;

  private final TemporaryFolder folder = TemporaryFolder.create("prometheus");
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port = FreePort.find();

  /**
   * Starts one that keeps the labels of bindings; it takes about a second to serve.
   *
   * @param scraped the port of 127.0.0.1 that serves the metrics
   * @param rules a file of rules
   */
  public PrometheusServer(int scraped, Path rules) {
    this(CONFIGURATION.formatted(rules.toAbsolutePath(), scraped));
  }

  /** The same, with a second job that keeps the labels of bindings under other names. */
  public static PrometheusServer withPlainJob(int scraped, Path rules) {
    return new PrometheusServer(
        (CONFIGURATION + PLAIN).formatted(rules.toAbsolutePath(), scraped, scraped));
  }

  private PrometheusServer(String configuration) {
    try {
      Path file = folder.path().resolve("prometheus.yml");
      Files.writeString(file, configuration);
      process =
          new ProcessBuilder(
                  PromtoolBinary.server().toString(),
                  "--config.file=" + file,
                  "--storage.tsdb.path=" + folder.path().resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(folder.path().resolve("prometheus.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of its API. */
  public int port() {
    return port;
  }

  /**
   * The vector that an expression has now; one sample for each series.
   *
   * @throws IllegalArgumentException if Prometheus refuses the expression
   */
  public Stream<JsonNode> query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = get("/api/v1/query?query=" + encoded);
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(expression + ": " + answer.path("error").asText());
    }
    return elements(answer.path("data").path("result"));
  }

  /** The alerts that are pending or fire. */
  public Stream<JsonNode> alerts() {
    return elements(get("/api/v1/alerts").path("data").path("alerts"));
  }

  /** All rules, with their health. */
  public Stream<JsonNode> rules() {
    return elements(get("/api/v1/rules").path("data").path("groups"))
        .flatMap(group -> elements(group.path("rules")));
  }

  /** An answer of the API, which is not always a good one. */
  public JsonNode get(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return array.valueStream();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    http.close();
    folder.close();
  }
}
