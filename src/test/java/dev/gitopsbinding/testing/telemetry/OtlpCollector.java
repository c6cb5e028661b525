package dev.gitopsbinding.testing.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.testing.program.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A real receiver of traces: a program with the OTLP receiver of the OpenTelemetry Collector, which
 * {@code src/test/otlp/otlp.sh} finds or builds.
 */
public final class OtlpCollector implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  private final Process process;
  private final String address;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** A span that arrived. */
  public record Span(
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> attributes,
      List<String> links,
      boolean failed,
      Map<String, String> resource) {
    /** Whether it is the first of its trace. */
    public boolean isRoot() {
      return parent.isEmpty();
    }

    /** The value of an attribute; empty if it has none. */
    public String attribute(String name) {
      return attributes.getOrDefault(name, "");
    }
  }

  private OtlpCollector(Process process) throws IOException {
    this.process = process;
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    this.address = lines.readLine();
    Thread.ofVirtual().start(() -> lines.lines().forEach(requests::add));
  }

  /** Starts one on a free loopback port. */
  public static OtlpCollector start() {
    String program = Command.in(FOLDER).run("src/test/otlp/otlp.sh").lines().toList().getLast();
    try {
      return new OtlpCollector(
          new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value for OTEL_EXPORTER_OTLP_ENDPOINT. */
  public String endpoint() {
    return "http://" + address;
  }

  /** All that arrived so far, as OTLP JSON. */
  public String text() {
    return String.join("\n", requests);
  }

  /** All spans that arrived so far. */
  public List<Span> spans() {
    return requests.stream().flatMap(OtlpCollector::spans).toList();
  }

  /** The spans of one trace that arrived so far, in the order of their starts. */
  public List<Span> trace(String trace) {
    return spans().stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** The program ends with its standard input. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
    process.onExit().join();
  }

  private static Stream<Span> spans(String request) {
    try {
      List<Span> spans = new ArrayList<>();
      for (JsonNode group : JSON.readTree(request).path("resourceSpans")) {
        Map<String, String> resource = attributes(group.path("resource"));
        group
            .path("scopeSpans")
            .forEach(scope -> scope.path("spans").forEach(span -> spans.add(span(span, resource))));
      }
      return spans.stream();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Span span(JsonNode span, Map<String, String> resource) {
    return new Span(
        span.path("traceId").asText(),
        span.path("spanId").asText(),
        span.path("parentSpanId").asText(),
        span.path("name").asText(),
        attributes(span),
        StreamSupport.stream(span.path("links").spliterator(), false)
            .map(link -> link.path("spanId").asText())
            .toList(),
        span.path("status").path("code").asInt() == 2,
        resource);
  }

  private static Map<String, String> attributes(JsonNode holder) {
    Map<String, String> attributes = new LinkedHashMap<>();
    holder
        .path("attributes")
        .forEach(
            attribute ->
                attributes.put(
                    attribute.path("key").asText(),
                    attribute.path("value").path("stringValue").asText()));
    return attributes;
  }
}
