package dev.gitopsbinding.testing.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in for a collector of traces that answers as a test wants, where the real one would have
 * to be broken: it refuses, redirects, or never ends its answer.
 */
public final class StandInCollector implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * One request, as it came.
   *
   * @param body each byte as a character
   */
  public record Request(String path, Map<String, List<String>> headers, String body) {
    /** The first value of a header; empty if there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** How a request is answered. */
  @FunctionalInterface
  public interface Behaviour {
    /**
     * Answers.
     *
     * @param number of the request, from 1
     */
    void answer(HttpExchange exchange, int number) throws IOException;
  }

  private StandInCollector(HttpServer server, Behaviour behaviour) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, behaviour));
    server.start();
  }

  /** Starts one on a free loopback port. */
  public static StandInCollector start(Behaviour behaviour) {
    try {
      return new StandInCollector(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
          behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers each request with a status. */
  public static Behaviour status(int status) {
    return (exchange, _) -> exchange.sendResponseHeaders(status, -1);
  }

  /** Answers 200 with a body that never ends. */
  public static Behaviour flood() {
    return (exchange, _) -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        while (true) {
          body.write(new byte[8192]);
        }
      }
    };
  }

  /** The value for OTEL_EXPORTER_OTLP_ENDPOINT. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What came so far. */
  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange, Behaviour behaviour) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestURI().getPath(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
      behaviour.answer(exchange, requests.size());
    }
  }
}
