package dev.gitopsbinding.http.status.reconcile;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.http.ProbeRoute;
import dev.gitopsbinding.http.status.Fleet;
import dev.gitopsbinding.http.status.PageRendererTest;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** The route on a real port, with clients, and a stand-in for the controller. */
final class ReconcileFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String TOKEN = "correct-horse-battery";

  private final TemporaryFolder folder = TemporaryFolder.create("reconcile");
  final Starter passes = new Starter();
  final SteppedClock clock = new SteppedClock(Fleet.NOW);
  final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ReconcileRoute.class);
  final Path file;
  private final OperationsServer server;

  ReconcileFixture() throws IOException {
    file = Files.writeString(folder.path().resolve("token"), TOKEN + "\n");
    log.start();
    logger.addAppender(log);
    server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                new ReconcileRoute(file, PageRendererTest.oneOfEach(), passes, clock),
                new ProbeRoute("/livez", Map.of("loop", Optional::empty))));
  }

  @Override
  public void close() {
    logger.detachAppender(log);
    server.close();
    folder.close();
  }

  static JsonNode json(String answer) throws IOException {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  String post(String query, String authorization) throws IOException {
    return exchange(request(query, authorization));
  }

  static String request(String query, String authorization) {
    return "POST /reconcile"
        + query
        + " HTTP/1.1\r\nHost: a\r\n"
        + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
        + "Content-Length: 0\r\n\r\n";
  }

  String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** A stand-in for the controller: a pass ends when the test says so. */
  static final class Starter implements PassStarter {
    final ConcurrentLinkedQueue<Set<BindingId>> started = new ConcurrentLinkedQueue<>();
    final AtomicInteger open = new AtomicInteger();
    volatile boolean leading = true;
    volatile Set<BindingId> pending = Set.of();
    volatile CountDownLatch end = new CountDownLatch(0);

    @Override
    public boolean isLeading() {
      return leading;
    }

    @Override
    public Optional<SyncPass> start(Collection<BindingId> bindings) {
      if (!open.compareAndSet(0, 1)) {
        return Optional.empty();
      }
      started.add(Set.copyOf(bindings));
      return Optional.of(
          new SyncPass() {
            @Override
            public Set<BindingId> await(Duration longest) throws InterruptedException {
              end.await(longest.toMillis(), TimeUnit.MILLISECONDS);
              return pending;
            }

            @Override
            public void close() {
              open.set(0);
            }
          });
    }
  }
}
