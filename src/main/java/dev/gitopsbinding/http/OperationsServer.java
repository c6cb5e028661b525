package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, and {@code /livez} and {@code /readyz} with one line for each check. GET
 * and HEAD only.
 */
public final class OperationsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
  private static final int SCRAPES_AT_ONCE = 2;
  private static final int MOST_WAITING = 16;
  private static final int PATIENCE_SECONDS = 5;

  private final Listener listener;
  private final MetricsWriter metrics;
  private final Semaphore scrapes = new Semaphore(SCRAPES_AT_ONCE, true);
  private final Map<String, HealthCheck> live;
  private final Map<String, HealthCheck> ready;

  private OperationsServer(
      InetSocketAddress address,
      MetricsWriter metrics,
      Map<String, HealthCheck> live,
      Map<String, HealthCheck> ready)
      throws IOException {
    this.metrics = metrics;
    this.live = new LinkedHashMap<>(live);
    this.ready = new LinkedHashMap<>(ready);
    this.listener = Listener.start(address, this::respond);
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
      InetSocketAddress address,
      MetricsWriter metrics,
      Map<String, HealthCheck> live,
      Map<String, HealthCheck> ready)
      throws IOException {
    return new OperationsServer(address, metrics, live, ready);
  }

  /** The port that is listened on. */
  public int port() {
    return listener.port();
  }

  /** Stops listening and ends the requests under way. */
  @Override
  public void close() {
    listener.close();
  }

  private Response respond(RequestHead request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Response.text(405, "Only GET and HEAD are served.\n").with("Allow", "GET, HEAD");
    }
    return switch (request.path()) {
      case "/metrics" -> scrapeInTurn(request);
      case "/livez" -> probe(live);
      case "/readyz" -> probe(ready);
      default -> Response.text(404, "Only /metrics, /livez and /readyz are served.\n");
    };
  }

  /** All metrics are held in memory until they are sent. */
  private Response scrapeInTurn(RequestHead request) {
    try {
      if (scrapes.getQueueLength() < MOST_WAITING
          && scrapes.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        try {
          return scrape(request);
        } finally {
          scrapes.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Response.text(503, "Too many scrapes are under way. Ask again.\n");
  }

  private Response scrape(RequestHead request) {
    String contentType = ExpositionFormat.accepted(request.accept()).contentType();
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      metrics.write(body, contentType);
      return Response.of(200, contentType, body);
    } catch (IOException | RuntimeException e) {
      LOG.error("Metrics could not be written; the scrape was answered with status 500.", e);
      return Response.text(500, "Metrics could not be written. See the operator's log.\n");
    }
  }

  private static Response probe(Map<String, HealthCheck> checks) {
    StringBuilder body = new StringBuilder();
    boolean passed = true;
    for (Map.Entry<String, HealthCheck> check : checks.entrySet()) {
      Optional<String> problem = problem(check.getKey(), check.getValue());
      passed &= problem.isEmpty();
      body.append(check.getKey()).append(": ").append(problem.orElse("ok")).append('\n');
    }
    body.append(passed ? "passed" : "failed").append('\n');
    return Response.text(passed ? 200 : 503, body.toString());
  }

  private static Optional<String> problem(String name, HealthCheck check) {
    try {
      return check.problem();
    } catch (RuntimeException e) {
      LOG.error("The check {} could not be made; it counts as failed.", name, e);
      return Optional.of("could not be checked; see the operator's log");
    }
  }
}
