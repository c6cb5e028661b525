package dev.gitopsbinding.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gitopsbinding.telemetry.otlp.TracingSettings;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard variables of OpenTelemetry, as its specification defines them. */
class OtelSettingsTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "OTEL_SERVICE_NAME, gitops",
    "OTEL_TRACES_EXPORTER, none",
    "OTEL_EXPORTER_OTLP_HEADERS, a=b",
    "OTEL_METRICS_EXPORTER, otlp",
    "OTEL_TRACES_EXPORTER, zipkin",
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
    "OTEL_EXPORTER_OTLP_TIMEOUT, 10s",
    "OTEL_EXPORTER_OTLP_HEADERS, wrong",
    "OTEL_TRACES_SAMPLER, jaeger_remote"
  })
  void tracingIsOffWithoutAnEndpoint(String variable, String value) throws ConfigException {
    assertThat(read(Map.of(variable, value))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_SDK_DISABLED, true",
    "OTEL_SDK_DISABLED, True",
    "OTEL_SDK_DISABLED, TRUE",
    "OTEL_TRACES_EXPORTER, none"
  })
  void tracingIsOffWhateverElseIsSet(String variable, String value) throws ConfigException {
    for (String endpoint : List.of("http://collector:4318", "collector:4317")) {
      assertThat(
              read(Map.of(ENDPOINT, endpoint, "OTEL_BSP_MAX_QUEUE_SIZE", "many", variable, value)))
          .isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "maybe", "1", "yes"})
  void onlyTrueDisables(String value) throws ConfigException {
    assertThat(read(Map.of(ENDPOINT, "http://collector:4318", "OTEL_SDK_DISABLED", value)))
        .isNotNull();
  }

  @Test
  void aProtocolForAllSignalsDoesNotCountWhereTracesHaveTheirOwn() throws ConfigException {
    assertThat(
            read(
                Map.of(
                    ENDPOINT,
                    "http://collector:4318",
                    "OTEL_EXPORTER_OTLP_PROTOCOL",
                    "grpc",
                    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
                    "http/protobuf")))
        .isNotNull();
  }

  @Test
  void anEndpointTurnsItOnWithTheStandardDefaults() throws ConfigException {
    assertThat(read(Map.of(ENDPOINT, "http://collector:4318")))
        .isEqualTo(
            new TracingSettings(
                URI.create("http://collector:4318/v1/traces"),
                Map.of(),
                null,
                Duration.ofSeconds(10),
                false,
                1,
                "gitopsbinding-operator",
                Map.of(),
                Duration.ofSeconds(5),
                2048));
  }

  @Test
  void theExporterAloneTurnsItOnWithTheStandardEndpoint() throws ConfigException {
    assertThat(read(Map.of("OTEL_TRACES_EXPORTER", "otlp")).endpoint())
        .isEqualTo(URI.create("http://localhost:4318/v1/traces"));
  }

  @Test
  void whatIsForTracesOnlyWins() throws ConfigException {
    TracingSettings settings =
        read(
            Map.of(
                ENDPOINT,
                "http://collector:4318/base/",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "https://traces.example.com/in",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "a=1,b=2",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                "b=3"));

    assertThat(settings.endpoint()).isEqualTo(URI.create("https://traces.example.com/in"));
    assertThat(settings.headers()).isEqualTo(Map.of("a", "1", "b", "3"));
    assertThat(read(Map.of(ENDPOINT, "http://collector:4318/base/")).endpoint())
        .isEqualTo(URI.create("http://collector:4318/base/v1/traces"));
  }

  @Test
  void everySettingCanBeChanged() throws ConfigException, IOException {
    Path certificate = folder.resolve("ca.crt");
    String pem = TestCertificates.create().authorityPem();
    Files.writeString(certificate, pem);
    Map<String, String> set =
        Map.of(
            ENDPOINT,
            "https://collector",
            "OTEL_EXPORTER_OTLP_HEADERS",
            "Authorization=Bearer%20a+b, x-tenant = lab ",
            "OTEL_EXPORTER_OTLP_TIMEOUT",
            "2500",
            "OTEL_EXPORTER_OTLP_COMPRESSION",
            "gzip",
            "OTEL_EXPORTER_OTLP_CERTIFICATE",
            certificate.toString(),
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.name=by-attribute,k8s.cluster.name=lab%201",
            "OTEL_TRACES_SAMPLER",
            "parentbased_traceidratio",
            "OTEL_TRACES_SAMPLER_ARG",
            "0.25",
            "OTEL_BSP_SCHEDULE_DELAY",
            "100",
            "OTEL_BSP_MAX_QUEUE_SIZE",
            "10");

    TracingSettings settings = read(set);

    assertThat(settings)
        .isEqualTo(
            new TracingSettings(
                URI.create("https://collector/v1/traces"),
                Map.of("Authorization", "Bearer a+b", "x-tenant", "lab"),
                pem,
                Duration.ofMillis(2500),
                true,
                0.25,
                "by-attribute",
                Map.of("service.name", "by-attribute", "k8s.cluster.name", "lab 1"),
                Duration.ofMillis(100),
                10));
    assertThat(settings.toString()).doesNotContain("Bearer", "lab");
    Map<String, String> named = new HashMap<>(set);
    named.put("OTEL_SERVICE_NAME", "by-name");
    assertThat(read(named).service()).isEqualTo("by-name");
  }

  @ParameterizedTest
  @CsvSource({
    "always_on, 1.0",
    "always_off, 0.0",
    "traceidratio, 0.5",
    "parentbased_always_on, 1.0",
    "parentbased_always_off, 0.0",
    "parentbased_traceidratio, 0.5"
  })
  void theArgumentCountsForRatiosOnly(String sampler, double sampling) throws ConfigException {
    assertThat(
            read(Map.of(
                    ENDPOINT,
                    "http://collector:4318",
                    "OTEL_TRACES_SAMPLER",
                    sampler,
                    "OTEL_TRACES_SAMPLER_ARG",
                    "0.5"))
                .sampling())
        .isEqualTo(sampling);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER, zipkin",
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, http/json",
    "OTEL_EXPORTER_OTLP_TIMEOUT, 10s",
    "OTEL_EXPORTER_OTLP_COMPRESSION, zstd",
    "OTEL_EXPORTER_OTLP_CERTIFICATE, /nowhere/ca.crt",
    "OTEL_RESOURCE_ATTRIBUTES, lab",
    "OTEL_TRACES_SAMPLER, jaeger_remote",
    "OTEL_TRACES_SAMPLER_ARG, 1.5",
    "OTEL_BSP_SCHEDULE_DELAY, -1",
    "OTEL_BSP_MAX_QUEUE_SIZE, 0"
  })
  void whatIsNotAllowedEndsTheStart(String variable, String value) {
    assertThat(problem(variable, value)).contains(variable + "=" + value + " must be ");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://robot:secret@collector:4318",
    "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4317/secret",
    "OTEL_EXPORTER_OTLP_ENDPOINT, ftp://collector/secret",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, https://collector/v1/traces?token=secret",
    "OTEL_EXPORTER_OTLP_HEADERS, secret",
    "OTEL_EXPORTER_OTLP_HEADERS, a b=secret",
    "OTEL_EXPORTER_OTLP_HEADERS, a=secret%",
    "OTEL_EXPORTER_OTLP_TRACES_HEADERS, a=secret%0d%0aHost:%20other"
  })
  void whatMayHoldASecretIsNotShown(String variable, String value) {
    assertThat(problem(variable, value)).contains(variable + " must be ").doesNotContain("secret");
  }

  private static String problem(String variable, String value) {
    Map<String, String> variables = new HashMap<>(Map.of(ENDPOINT, "http://collector:4318"));
    variables.put(variable, value);
    return catchThrowableOfType(ConfigException.class, () -> read(variables)).getMessage();
  }

  private static TracingSettings read(Map<String, String> variables) throws ConfigException {
    return OperatorConfig.read(variables, "gitops").tracing();
  }
}
