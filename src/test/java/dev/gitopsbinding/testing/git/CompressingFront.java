package dev.gitopsbinding.testing.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * A proxy in front of a git server, as nginx is with {@code gzip on}: it compresses each answer to
 * whoever says that it reads gzip, and lets compressed requests through as they are.
 */
public final class CompressingFront implements AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Accept", "Authorization", "Content-Type", "Content-Encoding", "Git-Protocol");

  private final AtomicInteger compressedAnswers = new AtomicInteger();
  private final AtomicInteger compressedRequests = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String origin;
  private final HttpServer server;

  private CompressingFront(String origin, HttpServer server) {
    this.origin = origin;
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts one before the server whose URLs begin so. */
  public static CompressingFront before(String origin) {
    try {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new CompressingFront(origin, HttpServer.create(anyPort, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of a repository of the server behind. */
  public String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** How many answers were compressed. */
  public int compressedAnswers() {
    return compressedAnswers.get();
  }

  /** How many requests came compressed. */
  public int compressedRequests() {
    return compressedRequests.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> answer = ask(exchange);
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      String accepted =
          exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()) + "";
      if (accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
        compressedAnswers.incrementAndGet();
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
          out.write(answer.body());
        }
      } else {
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED_ON) {
      for (String value : exchange.getRequestHeaders().getOrDefault(name, List.of())) {
        request.header(name, value);
        if (name.equals("Content-Encoding")) {
          compressedRequests.incrementAndGet();
        }
      }
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
