package dev.gitopsbinding.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, and {@code /livez} and {@code /readyz} with one line for each check. GET
 * and HEAD only.
 */
public final class OperationsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor;
  private final Scrape metrics;
  private final Map<String, Check> live;
  private final Map<String, Check> ready;

  private record Response(int status, String contentType, ByteArrayOutputStream body) {
    static Response text(int status, String body) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(body.getBytes(StandardCharsets.UTF_8));
      return new Response(status, TEXT, bytes);
    }
  }

  private OperationsServer(
      HttpServer server, Scrape metrics, Map<String, Check> live, Map<String, Check> ready) {
    this.server = server;
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    this.metrics = metrics;
    this.live = new LinkedHashMap<>(live);
    this.ready = new LinkedHashMap<>(ready);
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param address port 0 for any free port
   * @param live what {@code /livez} checks, by name; shown in the map's order
   * @param ready what {@code /readyz} checks, by name; shown in the map's order
   * @throws IOException if the address cannot be bound
   */
  public static OperationsServer start(
      InetSocketAddress address, Scrape metrics, Map<String, Check> live, Map<String, Check> ready)
      throws IOException {
    OperationsServer operations =
        new OperationsServer(HttpServer.create(address, 0), metrics, live, ready);
    operations.server.setExecutor(operations.executor);
    operations.server.createContext("/", operations::handle);
    operations.server.start();
    return operations;
  }

  /** The port that is listened on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening and ends the requests under way. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response = respond(exchange);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(response.body().size()));
      exchange.sendResponseHeaders(response.status(), head ? -1 : response.body().size());
      if (!head) {
        response.body().writeTo(exchange.getResponseBody());
      }
    }
  }

  private Response respond(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Response.text(405, "Only GET and HEAD are served.\n");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> scrape(exchange);
      case "/livez" -> probe(live);
      case "/readyz" -> probe(ready);
      case null, default -> Response.text(404, "Only /metrics, /livez and /readyz are served.\n");
    };
  }

  private Response scrape(HttpExchange exchange) {
    String accept = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), "");
    String contentType = ExpositionFormat.accepted(accept).contentType();
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      metrics.write(body, contentType);
      return new Response(200, contentType, body);
    } catch (IOException | RuntimeException e) {
      LOG.error("Metrics could not be written; the scrape was answered with status 500.", e);
      return Response.text(500, "Metrics could not be written. See the operator's log.\n");
    }
  }

  private static Response probe(Map<String, Check> checks) {
    StringBuilder body = new StringBuilder();
    boolean passed = true;
    for (Map.Entry<String, Check> check : checks.entrySet()) {
      Optional<String> problem = problem(check.getKey(), check.getValue());
      passed &= problem.isEmpty();
      body.append(check.getKey()).append(": ").append(problem.orElse("ok")).append('\n');
    }
    body.append(passed ? "passed" : "failed").append('\n');
    return Response.text(passed ? 200 : 503, body.toString());
  }

  private static Optional<String> problem(String name, Check check) {
    try {
      return check.problem();
    } catch (RuntimeException e) {
      LOG.error("The check {} could not be made; it counts as failed.", name, e);
      return Optional.of("could not be checked; see the operator's log");
    }
  }
}
