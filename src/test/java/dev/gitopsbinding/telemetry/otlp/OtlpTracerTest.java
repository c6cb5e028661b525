package dev.gitopsbinding.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.testing.telemetry.StandInCollector;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tracer sends, seen by a stand-in for a collector; a real one is in TracingIT. */
class OtlpTracerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void sendsItsHeadersAndSpansToTheEndpoint() throws IOException {
    try (StandInCollector collector = StandInCollector.start(StandInCollector.status(200));
        OtlpTracer tracer = start(collector, 1)) {
      // When
      CurrentSpan.within(
          tracer.start("sync"),
          span -> {
            span.set("gitopsbinding.name", "web");
            return CurrentSpan.step("status", Span.Kind.CLIENT, _ -> "done");
          });

      // Then
      await().atMost(PATIENCE).until(() -> !collector.requests().isEmpty());
      StandInCollector.Request request = collector.requests().getFirst();
      assertThat(request.path()).isEqualTo("/v1/traces");
      assertThat(request.header("Content-type")).isEqualTo("application/x-protobuf");
      assertThat(request.header("Authorization")).isEqualTo("Bearer token");
      assertThat(request.body())
          .contains("sync", "status", "gitopsbinding.name", "web", "gitops-lab", "pod-1");
    }
  }

  @Test
  void sendsAgainWhatWasRefusedForAWhile() throws IOException {
    try (StandInCollector collector =
            StandInCollector.start(
                (exchange, number) -> {
                  exchange.getResponseHeaders().set("Retry-After", "0");
                  exchange.sendResponseHeaders(number < 3 ? 503 : 200, -1);
                });
        OtlpTracer tracer = start(collector, 1)) {
      // When
      tracer.start("sync").end();

      // Then
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 3);
      assertThat(collector.requests().get(2).body())
          .isEqualTo(collector.requests().getFirst().body());
    }
  }

  @Test
  void doesNotSendAgainWhatIsRefusedForGood() throws IOException {
    try (StandInCollector collector = StandInCollector.start(StandInCollector.status(400));
        OtlpTracer tracer = start(collector, 1)) {
      // When
      tracer.start("first").end();
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 1);
      tracer.start("second").end();

      // Then
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 2);
      assertThat(text(collector, 1)).contains("second").doesNotContain("first");
    }
  }

  @Test
  void followsNoRedirectThatWouldTakeTheTokenElsewhere() throws IOException {
    try (StandInCollector other = StandInCollector.start(StandInCollector.status(200));
        StandInCollector collector =
            StandInCollector.start(
                (exchange, _) -> {
                  exchange.getResponseHeaders().set("Location", other.endpoint() + "/v1/traces");
                  exchange.sendResponseHeaders(307, -1);
                });
        OtlpTracer tracer = start(collector, 1)) {
      // When
      tracer.start("first").end();
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 1);
      tracer.start("second").end();

      // Then
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 2);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void readsOnlyTheBeginningOfAnAnswerWithoutEnd() throws IOException {
    try (StandInCollector collector = StandInCollector.start(StandInCollector.flood());
        OtlpTracer tracer = start(collector, 1)) {
      // When
      tracer.start("first").end();
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 1);
      tracer.start("second").end();

      // Then
      await().atMost(PATIENCE).until(() -> collector.requests().size() == 2);
    }
  }

  @Test
  void givesTheContextInTheFormOfW3c() throws IOException {
    try (StandInCollector collector = StandInCollector.start(StandInCollector.status(200));
        OtlpTracer tracer = start(collector, 1);
        OtlpTracer never = start(collector, 0)) {
      String traced =
          CurrentSpan.within(tracer.start("sync"), _ -> CurrentSpan.traceparent().orElseThrow());
      String untraced =
          CurrentSpan.within(never.start("sync"), _ -> CurrentSpan.traceparent().orElseThrow());

      assertThat(traced).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
      assertThat(untraced).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
      assertThat(CurrentSpan.traceparent()).isEmpty();
    }
  }

  @Test
  void whatIsNotSampledIsNotSent() throws IOException {
    try (StandInCollector collector = StandInCollector.start(StandInCollector.status(200))) {
      // When
      try (OtlpTracer never = start(collector, 0)) {
        never.start("unseen").end();
      }
      try (OtlpTracer tracer = start(collector, 1)) {
        tracer.start("seen").end();
      }

      // Then: what is kept is sent before the end
      assertThat(collector.requests()).hasSize(1);
      assertThat(text(collector, 0)).contains("seen").doesNotContain("unseen");
    }
  }

  private static String text(StandInCollector collector, int request) {
    return collector.requests().get(request).body();
  }

  private static OtlpTracer start(StandInCollector collector, double sampling) throws IOException {
    return OtlpTracer.start(
        new TracingSettings(
            URI.create(collector.endpoint() + "/v1/traces"),
            Map.of("Authorization", "Bearer token"),
            null,
            Duration.ofSeconds(10),
            false,
            sampling,
            "gitops-lab",
            Map.of(),
            Duration.ofMillis(10),
            100),
        new HttpClientSettings(
            false, Duration.ofSeconds(5), Duration.ofSeconds(5), ProxySettings.NONE, null, 6),
        "pod-1");
  }
}
