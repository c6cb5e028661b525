package dev.gitopsbinding.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsServerTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<HealthCheck> informers = new AtomicReference<>(Optional::empty);
  private final AtomicReference<MetricsWriter> metrics =
      new AtomicReference<>((out, type) -> write(out, "# " + type));
  private OperationsServer server;

  @BeforeEach
  void start() throws IOException {
    Map<String, HealthCheck> ready = new LinkedHashMap<>();
    ready.put("informers", () -> informers.get().problem());
    ready.put("leader", Optional::empty);
    server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                new MetricsRoute((out, type) -> metrics.get().write(out, type)),
                new ProbeRoute("/livez", Map.of("loop", Optional::empty)),
                new ProbeRoute("/readyz", ready)));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void aProbeListsItsChecks() throws Exception {
    HttpResponse<String> ready = get("/readyz?verbose");
    HttpResponse<String> live = get("/livez");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("informers: ok\nleader: ok\npassed\n");
    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(live.body()).isEqualTo("loop: ok\npassed\n");
  }

  @Test
  void aProbeFailsAndHealsWithACheck() throws Exception {
    informers.set(() -> Optional.of("not synced yet"));
    HttpResponse<String> failing = get("/readyz");
    informers.set(Optional::empty);
    HttpResponse<String> healed = get("/readyz");

    assertThat(failing.statusCode()).isEqualTo(503);
    assertThat(failing.body()).isEqualTo("informers: not synced yet\nleader: ok\nfailed\n");
    assertThat(healed.statusCode()).isEqualTo(200);
  }

  @Test
  void aCheckThatThrowsFailsWithoutItsText() throws Exception {
    informers.set(
        () -> {
          throw new IllegalStateException("broken check");
        });

    HttpResponse<String> response = get("/readyz");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .contains("informers: could not be checked")
        .doesNotContain("Exception", "broken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|" + TEXT,
        "text/plain|" + TEXT,
        "text/html|" + TEXT,
        "application/openmetrics-text|" + OPEN_METRICS,
        "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1|"
            + OPEN_METRICS,
        "application/openmetrics-text;q=0.2,text/plain;q=0.5|" + TEXT,
        "application/openmetrics-text;q=0|" + TEXT
      })
  void metricsComeInTheFormatThatTheClientAsksFor(String accept, String contentType)
      throws Exception {
    HttpResponse<String> response =
        client.send(request("/metrics").header("Accept", accept).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
    assertThat(response.body()).isEqualTo("# " + contentType);
  }

  @Test
  void metricsThatCannotBeWrittenAreAServerError() throws Exception {
    metrics.set(
        (out, type) -> {
          write(out, "half a line");
          throw new IllegalStateException("broken gauge");
        });

    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("half a line", "broken gauge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/metricsx", "/livez/x", "/../etc/passwd", "//readyz"})
  void anyOtherPathIsNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/livez", "/readyz"})
  void aHeadRequestGetsTheHeadersOfAGet(String path) throws Exception {
    HttpResponse<String> whole = get(path);
    HttpResponse<String> head = client.send(request(path).HEAD().build(), BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(whole.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .contains(String.valueOf(whole.body().length()));
  }

  @Test
  void nothingCanBeSent() throws Exception {
    HttpResponse<String> response =
        client.send(
            request("/metrics").POST(BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void aHangingScrapeDoesNotHoldUpAProbe() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    metrics.set(
        (out, type) -> {
          started.countDown();
          awaitQuietly(release);
          write(out, "late");
        });
    var hanging = client.sendAsync(request("/metrics").build(), BodyHandlers.ofString());
    started.await();

    assertThat(get("/livez").statusCode()).isEqualTo(200);
    release.countDown();
    assertThat(hanging.get().body()).isEqualTo("late");
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }
}
