package dev.gitopsbinding.config;

import dev.gitopsbinding.telemetry.otlp.TracingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Makes the settings of tracing from valid variables. */
final class OtelReader {
  private static final String SERVICE = "service.name";
  private static final String PATH = "v1/traces";

  private OtelReader() {}

  static TracingSettings read(OtelSettings names, EnvironmentReader reader, URI fallback) {
    Map<String, String> headers = new HashMap<>(reader.optional(names.headers).orElse(Map.of()));
    headers.putAll(reader.optional(names.tracesHeaders).orElse(Map.of()));
    Map<String, String> resource = reader.optional(names.resource).orElse(Map.of());
    return new TracingSettings(
        reader
            .optional(names.tracesEndpoint)
            .orElseGet(() -> traces(reader.optional(names.endpoint).orElse(fallback))),
        headers,
        reader.optional(names.certificate).orElse(null),
        Duration.ofMillis(reader.value(names.timeout)),
        reader.value(names.compression).equals("gzip"),
        sampling(reader.value(names.sampler), reader.value(names.samplerArgument)),
        reader
            .optional(names.service)
            .orElse(resource.getOrDefault(SERVICE, "gitopsbinding-operator")),
        resource,
        Duration.ofMillis(reader.value(names.delay)),
        reader.value(names.queue));
  }

  private static URI traces(URI base) {
    String text = base.toString();
    return URI.create(text.endsWith("/") ? text + PATH : text + "/" + PATH);
  }

  private static double sampling(String sampler, double ratio) {
    if (sampler.endsWith("always_off")) {
      return 0;
    }
    return sampler.endsWith("traceidratio") ? ratio : 1;
  }
}
