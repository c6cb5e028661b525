package dev.gitopsbinding.http.status.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.ITERABLE;
import static org.awaitility.Awaitility.await;

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
import dev.gitopsbinding.testing.SteppedClock;
import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ReconcileRouteTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "correct-horse-battery";

  @TempDir Path folder;

  private final Starter passes = new Starter();
  private final SteppedClock clock = new SteppedClock(Fleet.NOW);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ReconcileRoute.class);
  private Path file;
  private OperationsServer server;

  /** A stand-in for the controller: a pass ends when the test says so. */
  private static final class Starter implements PassStarter {
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

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    log.start();
    logger.addAppender(log);
    server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                new ReconcileRoute(file, PageRendererTest.oneOfEach(), passes, clock),
                new ProbeRoute("/livez", Map.of("loop", Optional::empty))));
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|8",
        "?namespace=shop|4",
        "?namespace=shop&name=web|1",
        "?namespace=nowhere|0",
        "?timeout=5s|8"
      })
  void theResultsOfAllThatWereAskedForAreAnswered(String query, int count) throws IOException {
    String answer = post(query == null ? "" : query, "Bearer " + TOKEN);

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: application/json");
    assertThat(json(answer)).hasSize(count);
    assertThat(json(answer).findValues("pending")).isEmpty();
    assertThat(passes.started).singleElement().asInstanceOf(ITERABLE).hasSize(count);
    assertThat(passes.open).hasValue(0);
  }

  @Test
  void whatHasNotEndedInTimeIsPending() throws IOException {
    passes.pending = Set.of(new BindingId("shop", "web"));

    JsonNode rows = json(post("?namespace=shop&timeout=1s", "Bearer " + TOKEN));

    assertThat(rows).filteredOn(row -> row.path("pending").asBoolean()).hasSize(1);
    assertThat(rows.get(3).get("name").asText()).isEqualTo("web");
    assertThat(rows.get(3).get("pending").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer wrong-token-wrong-token",
        "Basic correct-horse-battery",
        "correct-horse-battery",
        "Bearer correct-horse-batter",
        "Bearer correct-horse-battery1"
      })
  void withoutTheTokenNothingIsSaidOrDone(String authorization) throws IOException {
    String answer = post("?namespace=shop&name=nothing", authorization);

    assertThat(answer)
        .startsWith("HTTP/1.1 401 ")
        .contains("WWW-Authenticate: Bearer")
        .endsWith("\r\n\r\nUnauthorized\n");
    assertThat(passes.started).isEmpty();
  }

  @Test
  void refusalsAreLoggedOnceAMinuteWithoutTheToken() throws IOException {
    for (int i = 0; i < 5; i++) {
      post("", "Bearer guess-number-" + i);
    }
    clock.pass(Duration.ofMinutes(1));
    post("", "Bearer guess-number-5");

    assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(2);
    assertThat(log.list.getLast().getFormattedMessage()).contains("4 more were refused");
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(message -> message.contains("guess") || message.contains(TOKEN));
  }

  @Test
  void theTokenMayBeChanged() throws IOException {
    Files.writeString(file, "another-token-of-mine");

    assertThat(post("", "Bearer " + TOKEN)).startsWith("HTTP/1.1 401 ");
    assertThat(post("", "bearer another-token-of-mine")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "too-short"})
  void withoutATokenNobodyMayAsk(String content) throws IOException {
    Files.writeString(file, content);

    assertThat(post("", "Bearer " + content.strip())).startsWith("HTTP/1.1 503 ");
    Files.delete(file);
    assertThat(post("", "Bearer ")).startsWith("HTTP/1.1 503 ");
    assertThat(passes.started).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "?name=web, 400",
    "?namespace=, 400",
    "?namespace=shop&name=, 400",
    "?namepsace=shop, 400",
    "?timeout=3m, 400",
    "?timeout=-1s, 400",
    "?namespace=shop&name=nothing, 404"
  })
  void aMistakeSyncsNothing(String query, int status) throws IOException {
    assertThat(post(query, "Bearer " + TOKEN)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(passes.started).isEmpty();
  }

  @Test
  void aBodyIsRefusedAsItsNamespaceWouldBeIgnored() throws IOException {
    String answer =
        exchange(
            "POST /reconcile HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\nContent-Length: 14\r\n\r\nnamespace=shop");

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(passes.started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
  void onlyPostIsServed(String method) throws IOException {
    String answer =
        exchange(
            method
                + " /reconcile HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("Allow: POST\r\n");
  }

  @Test
  void aReplicaThatDoesNotLeadSaysSo() throws IOException {
    passes.leading = false;

    assertThat(post("", "Bearer " + TOKEN)).startsWith("HTTP/1.1 503 ").contains("does not lead");
  }

  @Test
  void oneAtATime() throws IOException {
    passes.end = new CountDownLatch(1);
    try (Socket first = connect()) {
      send(first, request("", "Bearer " + TOKEN));
      await().until(() -> !passes.started.isEmpty());

      assertThat(post("", "Bearer " + TOKEN))
          .startsWith("HTTP/1.1 429 ")
          .contains("Retry-After: 1");

      passes.end.countDown();
      assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("]\n");
    }
    assertThat(post("", "Bearer " + TOKEN)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whoWaitsGetsEmptyLinesBeforeTheList() throws IOException {
    passes.pending = Set.of(new BindingId("shop", "web"));
    passes.end = new CountDownLatch(1);
    try (Socket client = connect()) {
      send(client, request("", "Bearer " + TOKEN));
      var answer = new ByteArrayOutputStream();
      while (!answer.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n\n")) {
        answer.write(client.getInputStream().readNBytes(1));
      }

      passes.pending = Set.of();
      passes.end.countDown();
      answer.write(client.getInputStream().readAllBytes());

      assertThat(json(answer.toString(StandardCharsets.UTF_8))).hasSize(8);
    }
  }

  @Test
  void aClientThatGivesUpEndsItsPass() throws IOException {
    passes.pending = Set.of(new BindingId("shop", "web"));
    passes.end = new CountDownLatch(1);
    try (Socket gone = connect()) {
      send(gone, request("?timeout=2m", "Bearer " + TOKEN));
      await().until(() -> !passes.started.isEmpty());
    }

    await().until(() -> passes.open.get() == 0);
  }

  @Test
  void aClientThatLeavesKeepsNoOtherWaiting() throws IOException {
    try (Socket gone = connect()) {
      gone.setSoLinger(true, 0);
      send(gone, request("", "Bearer " + TOKEN));
    }

    await().untilAsserted(() -> assertThat(post("", "Bearer " + TOKEN)).contains(" 200 OK"));
    assertThat(passes.open).hasValue(0);
  }

  private static JsonNode json(String answer) throws IOException {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  private String post(String query, String authorization) throws IOException {
    return exchange(request(query, authorization));
  }

  private static String request(String query, String authorization) {
    return "POST /reconcile"
        + query
        + " HTTP/1.1\r\nHost: a\r\n"
        + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
        + "Content-Length: 0\r\n\r\n";
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }
}
