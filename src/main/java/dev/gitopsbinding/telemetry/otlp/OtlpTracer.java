package dev.gitopsbinding.telemetry.otlp;

import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.HttpUpload;
import dev.gitopsbinding.trace.Span;
import dev.gitopsbinding.trace.Tracer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends traces by OTLP over HTTP. Spans wait in a bounded queue; no sync waits for a collector. */
public final class OtlpTracer implements Tracer {
  /**
   * The library logs by java.util.logging, past the format and the level of the operator's log.
   * {@link ExportReporter} logs what goes wrong. The field keeps the level from being collected.
   */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private static final int MAX_SPANS_PER_REQUEST = 512;
  private static final int MAX_ATTRIBUTE_LENGTH = 512;
  private static final long CLOSE_SECONDS = 2;

  private final SdkTracerProvider provider;
  private final io.opentelemetry.api.trace.Tracer tracer;

  private OtlpTracer(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("dev.gitopsbinding");
  }

  /**
   * Starts the thread that sends traces, without connecting.
   *
   * @param http how hosts are reached
   * @param instance identifies this replica
   * @throws IOException if the certificates cannot be used
   */
  public static OtlpTracer start(TracingSettings settings, HttpClientSettings http, String instance)
      throws IOException {
    LIBRARY.setLevel(Level.OFF);
    BatchSpanProcessor processor =
        BatchSpanProcessor.builder(exporter(settings, upload(settings, http)))
            .setScheduleDelay(settings.delay())
            .setMaxQueueSize(settings.queue())
            .setMaxExportBatchSize(Math.min(MAX_SPANS_PER_REQUEST, settings.queue()))
            .setExporterTimeout(settings.timeout().plusSeconds(1))
            .build();
    return new OtlpTracer(
        SdkTracerProvider.builder()
            .setResource(resource(settings, instance))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampling())))
            .setSpanLimits(
                SpanLimits.builder().setMaxAttributeValueLength(MAX_ATTRIBUTE_LENGTH).build())
            .addSpanProcessor(processor)
            .build());
  }

  @Override
  public Span start(String name) {
    return new OtlpSpan(tracer, tracer.spanBuilder(name).setNoParent().startSpan());
  }

  /** Sends what is kept, for up to 2 s. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static HttpUpload upload(TracingSettings settings, HttpClientSettings http)
      throws IOException {
    HttpClientSettings patient =
        new HttpClientSettings(
            true,
            http.connectTimeout(),
            settings.timeout(),
            http.proxies(),
            http.authorities(),
            http.connections());
    try {
      return HttpUpload.to(settings.endpoint(), settings.authorities(), patient);
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificates for traces cannot be used", e);
    }
  }

  private static OtlpHttpSpanExporter exporter(TracingSettings settings, HttpUpload upload) {
    HttpSenderProvider ours = config -> new CollectorSender(config, upload);
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint().toString())
            .setTimeout(settings.timeout())
            .setCompression(settings.gzip() ? "gzip" : "none")
            .setComponentLoader(only(ours));
    settings.headers().forEach(builder::addHeader);
    return builder.build();
  }

  /** The library looks for senders among the services of the class path; this is the only one. */
  private static ComponentLoader only(HttpSenderProvider sender) {
    return new ComponentLoader() {
      @Override
      public <T> Iterable<T> load(Class<T> service) {
        return service.isInstance(sender) ? List.of(service.cast(sender)) : List.of();
      }
    };
  }

  private static Resource resource(TracingSettings settings, String instance) {
    AttributesBuilder attributes = Attributes.builder().put("service.instance.id", instance);
    String version = OtlpTracer.class.getPackage().getImplementationVersion();
    if (version != null) {
      attributes.put("service.version", version);
    }
    settings.resource().forEach(attributes::put);
    attributes.put("service.name", settings.service());
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }
}
