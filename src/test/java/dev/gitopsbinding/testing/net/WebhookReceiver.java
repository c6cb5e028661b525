package dev.gitopsbinding.testing.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A receiver of messages over TLS on a free loopback port, in place of a chat or a consumer of
 * events. It records what it gets, and answers as a test wants.
 */
public final class WebhookReceiver implements AutoCloseable {
  /** A message as it came in; the names of headers are in lower case. */
  public record Message(String path, Map<String, String> headers, String body) {}

  /** Answers one request, whose body was read. */
  @FunctionalInterface
  public interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private volatile Script script = exchange -> send(exchange, 200, "ok");

  private WebhookReceiver(TestCertificates certificates) {
    server = LoopbackHttps.start(certificates, threads, "/", this::handle);
  }

  /** Starts one that takes everything. */
  public static WebhookReceiver start(TestCertificates certificates) {
    return new WebhookReceiver(certificates);
  }

  /** The URL of a path. */
  public String url(String path) {
    return "https://" + host() + path;
  }

  /** Host and port. */
  public String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** From now on answers so. */
  public void answers(Script other) {
    script = other;
  }

  /** From now on answers with a status and a text. */
  public void answers(int status, String text) {
    script = exchange -> send(exchange, status, text);
  }

  /** From now on does not answer until it is closed. */
  public void hangs() {
    script = _ -> awaitEnd();
  }

  /** The messages so far, whether they were answered or not. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Answers. */
  public static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Waits until the receiver is closed. */
  public void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      messages.add(
          new Message(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          header -> header.getKey().toLowerCase(Locale.ROOT),
                          header -> header.getValue().getFirst())),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      script.answer(exchange);
    }
  }
}
