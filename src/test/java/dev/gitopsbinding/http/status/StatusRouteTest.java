package dev.gitopsbinding.http.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.http.ProbeRoute;
import dev.gitopsbinding.http.RequestHead;
import dev.gitopsbinding.http.Response;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRouteTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HTML = "text/html; charset=utf-8";

  private final AtomicInteger reads = new AtomicInteger();
  private final SteppedClock clock = new SteppedClock(Fleet.NOW);
  private Fleet fleet = PageRendererTest.oneOfEach();
  private StatusRoute route;
  private OperationsServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  /** Counts how often all bindings are read. */
  private final class CountedView implements BindingView {
    @Override
    public Stream<GitOpsBinding> bindings() {
      reads.incrementAndGet();
      return fleet.bindings();
    }

    @Override
    public Optional<Instant> nextLook(BindingId binding) {
      return fleet.nextLook(binding);
    }
  }

  private void start(Audience audience) throws IOException {
    route = new StatusRoute(audience, new CountedView(), clock, clock);
    server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0),
            List.of(route, new ProbeRoute("/livez", Map.of("loop", Optional::empty))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|application/json",
        "*/*|application/json",
        "application/json|application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|" + HTML,
        "text/html;q=0.2,application/json|application/json",
        "text/html;q=0|application/json",
        "text/plain|application/json"
      })
  void aClientGetsWhatItAsksFor(String accept, String contentType) throws IOException {
    start(Audience.ALL);

    String answer = get("/status", accept == null ? "" : "Accept: " + accept + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Type: " + contentType);
    assertThat(answer)
        .contains("Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Vary: Accept");
    assertThat(answer.contains("Content-Security-Policy: default-src 'none'; "))
        .isEqualTo(contentType.equals(HTML));
    assertThat(answer).endsWith(contentType.equals(HTML) ? "</html>\n" : "\n]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|8",
        "?|8",
        "?namespace=shop|4",
        "?namespace=shop&state=waiting|2",
        "?state=held|1",
        "?namespace=&state=|8",
        "?namespace=nowhere|0",
        "?state=failed&refresh=off|2"
      })
  void aClientMayFilter(String query, int count) throws IOException {
    start(Audience.ALL);

    assertThat(json("/status" + (query == null ? "" : query))).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?state=broken", "?namepsace=shop", "?state=held&state=failed", "?state=%zz"})
  void aQueryThatIsNotUnderstoodIsRefused(String query) throws IOException {
    start(Audience.ALL);

    assertThat(get("/status" + query, "")).startsWith("HTTP/1.1 400 ").doesNotContain("namepsace");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost:8080, 200",
    "127.0.0.1, 127.0.0.1, 200",
    "127.0.0.1, [::1]:8080, 200",
    "127.0.0.1, attacker.example.com, 403",
    "127.0.0.1, localhost.example.com, 403",
    "127.0.0.2, localhost, 403"
  })
  void theLocalAudienceIsThePodItself(String from, String host, int status) throws IOException {
    start(Audience.LOCAL);

    String answer = exchange(from, "GET /status HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.contains("billing")).isEqualTo(status == 200);
  }

  @Test
  void aHeadHasNoBody() throws IOException {
    start(Audience.ALL);

    assertThat(exchange("127.0.0.1", "HEAD /status HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void nothingCanBeSent() throws IOException {
    start(Audience.ALL);

    assertThat(exchange("127.0.0.1", "POST /status HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD");
  }

  @Test
  void theBindingsAreReadOnceInASecond() throws IOException {
    start(Audience.ALL);

    Response first = route.answer(request("", "application/json"));
    get("/status", "");
    get("/status?namespace=shop", "Accept: text/html\r\n");
    assertThat(reads).hasValue(1);
    ((Response.Stream) first.body()).close();
    clock.pass(Duration.ofMillis(1001));
    fleet = new Fleet(List.of());
    assertThat(json("/status")).isEmpty();
    assertThat(reads).hasValue(2);
  }

  @Test
  void aLookLeavesNothingInMemory() throws IOException {
    start(Audience.ALL);
    var cache = new SnapshotCache(new CountedView(), clock);
    var snapshot = new WeakReference<>(cache.current());

    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(snapshot.refersTo(null)).isTrue();
            });
    assertThat(cache.current().rows()).hasSize(8);
  }

  /** As if each was an evicted connection whose thread still waits. */
  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json"})
  void answersHaveALimit(String accept) throws IOException {
    start(Audience.ALL);
    List<Response> open = new ArrayList<>();
    for (int i = 0; i < StatusRoute.MOST_ANSWERS; i++) {
      assertThat(get("/status?state=broken", "")).startsWith("HTTP/1.1 400 ");
      open.add(route.answer(request("", accept)));
    }

    assertThat(open).extracting(Response::status).containsOnly(200);
    assertThat(get("/status", "")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
    assertThat(get("/livez", "")).endsWith("passed\n");

    ((Response.Stream) open.getFirst().body()).close();
    assertThat(exchange("127.0.0.1", "HEAD /status HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    for (int i = 0; i < 2; i++) {
      await().untilAsserted(() -> assertThat(get("/status", "")).startsWith("HTTP/1.1 200 "));
    }
  }

  private static RequestHead request(String query, String accept) {
    return new RequestHead(
        "GET", "/status", query, Map.of("accept", accept), InetAddress.getLoopbackAddress());
  }

  @Test
  void aPageHasALimitAndTheListHasNone() throws IOException {
    fleet = Fleet.of(StatusRoute.MOST_ROWS_OF_A_PAGE + 100);
    start(Audience.ALL);

    assertThat(get("/status", "Accept: text/html\r\n")).contains("100 more are not shown.");
    assertThat(json("/status")).hasSize(fleet.all().size());
  }

  @Test
  void clientsThatDoNotReadKeepNoOtherWaiting() throws IOException {
    fleet = Fleet.of(10_000);
    start(Audience.ALL);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 24; i++) {
        Socket socket = connect("127.0.1." + i % 4);
        slow.add(socket);
        send(socket, "GET /status HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }

      assertThat(json("/status")).hasSize(10_000);
      assertThat(get("/livez", "")).endsWith("passed\n");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private JsonNode json(String target) throws IOException {
    String answer = get(target, "");
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  private String get(String target, String headers) throws IOException {
    return exchange("127.0.0.1", "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
  }

  private String exchange(String from, String request) throws IOException {
    try (Socket socket = connect(from)) {
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
    return socket;
  }
}
