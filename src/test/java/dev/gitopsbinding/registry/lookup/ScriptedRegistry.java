package dev.gitopsbinding.registry.lookup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.testing.net.LoopbackHttps;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTPS server on a free loopback port that answers what a test wants, and records requests. */
public final class ScriptedRegistry implements AutoCloseable {
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** Answers one request. */
  @FunctionalInterface
  public interface Script {
    void answer(Talk talk) throws IOException;
  }

  /** A recorded request. */
  public record Asked(String method, String target, Optional<String> authorization, String body) {}

  /** One request, to be answered. */
  public record Talk(HttpExchange exchange, Asked asked, CountDownLatch end) {
    public boolean hasAuthorization(String value) {
      return asked.authorization().filter(value::equals).isPresent();
    }

    public boolean isFor(String path) {
      return exchange.getRequestURI().getPath().equals(path);
    }

    public Talk header(String name, String value) {
      exchange.getResponseHeaders().add(name, value);
      return this;
    }

    public void manifest() throws IOException {
      header("Content-Type", INDEX).status(200);
    }

    public void status(int code) throws IOException {
      exchange.sendResponseHeaders(code, -1);
    }

    public void json(int code, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    /** Until the server is closed. */
    public void hang() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Script script;

  private ScriptedRegistry(TestCertificates certificates, Script script) {
    this.script = script;
    this.server = LoopbackHttps.start(certificates, threads, "/", this::handle);
  }

  public static ScriptedRegistry start(TestCertificates certificates, Script script) {
    return new ScriptedRegistry(certificates, script);
  }

  public void answers(Script other) {
    script = other;
  }

  public String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** The same server by another name. */
  public String otherHost() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      script.answer(new Talk(exchange, request, end));
    }
  }
}
