package dev.gitopsbinding.config;

import dev.gitopsbinding.telemetry.otlp.TracingSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of tracing, by the names and with the meaning of the OpenTelemetry specification
 * ("Environment Variable Specification", "OpenTelemetry Protocol Exporter").
 */
final class OtelSettings {
  private static final String EXPORTER = "OTEL_EXPORTER_OTLP_";

  /** The standard port of OTLP over HTTP. */
  private static final String DEFAULT_ENDPOINT = "http://localhost:4318";

  final Setting<Boolean> disabled =
      Setting.of(
          "OTEL_SDK_DISABLED",
          "false",
          "true in lower or upper case; anything else counts as false",
          "Whether tracing is off, whatever else is set.",
          OtelParsers::flag);

  final Setting<String> exporter =
      Setting.of(
              "OTEL_TRACES_EXPORTER",
              "",
              "otlp or none",
              "Whether traces are sent. Without this variable, they are if an endpoint is set; see [tracing.md](tracing.md).",
              Parsers.oneOf("otlp", "none"))
          .shownAs("`otlp` if an endpoint is set, else `none`");

  final Setting<URI> endpoint =
      Setting.of(
              EXPORTER + "ENDPOINT",
              "",
              "an http:// or https:// URL without login, query and fragment; it is not shown because it may hold a login",
              "The collector's base URL; `v1/traces` is added.",
              OtelParsers::endpoint)
          .hidden()
          .shownAs("`" + DEFAULT_ENDPOINT + "`");

  final Setting<URI> tracesEndpoint =
      Setting.of(
              EXPORTER + "TRACES_ENDPOINT",
              "",
              "an http:// or https:// URL without login, query and fragment; it is not shown because it may hold a login",
              "The full URL that traces are sent to; nothing is added.",
              OtelParsers::endpoint)
          .hidden()
          .shownAs("from `OTEL_EXPORTER_OTLP_ENDPOINT`");

  final Setting<String> protocol =
      Setting.of(
          EXPORTER + "PROTOCOL",
          "http/protobuf",
          "http/protobuf: name the collector's port for OTLP over HTTP, usually 4318",
          "How traces are sent. There is no gRPC.",
          Parsers.oneOf("http/protobuf"));

  final Setting<String> tracesProtocol =
      Setting.of(
          EXPORTER + "TRACES_PROTOCOL",
          "http/protobuf",
          "http/protobuf: name the collector's port for OTLP over HTTP, usually 4318",
          "The same, for traces only.",
          Parsers.oneOf("http/protobuf"));

  final Setting<Map<String, String>> headers =
      Setting.of(
              EXPORTER + "HEADERS",
              "",
              "pairs name=value separated by commas, with values percent-encoded",
              "Headers of each request, for example a token; never logged.",
              OtelParsers::headers)
          .hidden();

  final Setting<Map<String, String>> tracesHeaders =
      Setting.of(
              EXPORTER + "TRACES_HEADERS",
              "",
              "pairs name=value separated by commas, with values percent-encoded",
              "Headers beside those of `OTEL_EXPORTER_OTLP_HEADERS`; of one name, these count.",
              OtelParsers::headers)
          .hidden();

  final Setting<Integer> timeout =
      Setting.of(
          EXPORTER + "TIMEOUT",
          "10000",
          "milliseconds from 100 to 600000",
          "How long one request to the collector may take, with its retries.",
          Parsers.integer(100, 600_000));

  final Setting<String> compression =
      Setting.of(
          EXPORTER + "COMPRESSION",
          "none",
          "gzip or none",
          "Whether requests to the collector are compressed.",
          Parsers.oneOf("gzip", "none"));

  final Setting<String> certificate =
      Setting.of(
          EXPORTER + "CERTIFICATE",
          "",
          "the absolute path of a readable file with certificates in PEM form",
          "Certificate authorities of the collector, beside the system's.",
          Parsers::certificates);

  final Setting<String> service =
      Setting.of(
              "OTEL_SERVICE_NAME", "", "a name", "The name of the service in traces.", Optional::of)
          .shownAs("`service.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `gitopsbinding-operator`");

  final Setting<Map<String, String>> resource =
      Setting.of(
          "OTEL_RESOURCE_ATTRIBUTES",
          "",
          "pairs name=value separated by commas, with values percent-encoded",
          "Attributes of the process in traces.",
          OtelParsers::pairs);

  final Setting<String> sampler =
      Setting.of(
          "OTEL_TRACES_SAMPLER",
          "parentbased_always_on",
          "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio",
          "Which syncs are traced. Each sync begins a trace of its own, so that `parentbased_` makes no difference.",
          Parsers.oneOf(
              "always_on",
              "always_off",
              "traceidratio",
              "parentbased_always_on",
              "parentbased_always_off",
              "parentbased_traceidratio"));

  final Setting<Double> samplerArgument =
      Setting.of(
          "OTEL_TRACES_SAMPLER_ARG",
          "1.0",
          "a number from 0 to 1",
          "The part of the syncs that `traceidratio` traces.",
          OtelParsers::ratio);

  final Setting<Integer> delay =
      Setting.of(
          "OTEL_BSP_SCHEDULE_DELAY",
          "5000",
          "milliseconds from 10 to 600000",
          "How long spans are gathered before they are sent.",
          Parsers.integer(10, 600_000));

  final Setting<Integer> queue =
      Setting.of(
          "OTEL_BSP_MAX_QUEUE_SIZE",
          "2048",
          "a number from 1 to 100000",
          "How many ended spans wait at most; further ones are dropped.",
          Parsers.integer(1, 100_000));

  /** All of them, in the order of the documentation. */
  List<Setting<?>> all() {
    return List.of(
        disabled,
        exporter,
        endpoint,
        tracesEndpoint,
        protocol,
        tracesProtocol,
        headers,
        tracesHeaders,
        timeout,
        compression,
        certificate,
        service,
        resource,
        sampler,
        samplerArgument,
        delay,
        queue);
  }

  /**
   * Those whose values count. Platforms set these variables for all pods, also for those that send
   * no traces and with values for other exporters.
   */
  Stream<Setting<?>> checked(EnvironmentReader reader) {
    if (!isOn(reader)) {
      return Stream.of();
    }
    boolean overridden = reader.text(tracesProtocol).isPresent();
    return all().stream().filter(setting -> !(overridden && setting.equals(protocol)));
  }

  /** The settings of tracing; null if it is off. */
  @Nullable TracingSettings read(EnvironmentReader reader) {
    return isOn(reader) ? OtelReader.read(this, reader, URI.create(DEFAULT_ENDPOINT)) : null;
  }

  private boolean isOn(EnvironmentReader reader) {
    boolean named = reader.text(endpoint).isPresent() || reader.text(tracesEndpoint).isPresent();
    return !reader.value(disabled) && reader.optional(exporter).map("otlp"::equals).orElse(named);
  }
}
