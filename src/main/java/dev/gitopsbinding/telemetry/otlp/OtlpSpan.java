package dev.gitopsbinding.telemetry.otlp;

import dev.gitopsbinding.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** A span of OpenTelemetry. */
record OtlpSpan(Tracer tracer, io.opentelemetry.api.trace.Span span) implements Span {
  @Override
  public Span child(String name, Kind kind) {
    return new OtlpSpan(
        tracer,
        tracer
            .spanBuilder(name)
            .setParent(Context.root().with(span))
            .setSpanKind(
                switch (kind) {
                  case INTERNAL -> SpanKind.INTERNAL;
                  case CLIENT -> SpanKind.CLIENT;
                })
            .startSpan());
  }

  @Override
  public void set(String attribute, String value) {
    span.setAttribute(attribute, value);
  }

  @Override
  public void fail(String reason) {
    span.setAttribute("error.type", reason);
    span.setStatus(StatusCode.ERROR, reason);
  }

  @Override
  public void link(Span other) {
    if (other instanceof OtlpSpan(var _, var linked)) {
      span.addLink(linked.getSpanContext());
    }
  }

  /** Whether the trace is sampled; also after the end. */
  @Override
  public boolean isRecorded() {
    return span.getSpanContext().isSampled();
  }

  @Override
  public Optional<String> traceparent() {
    SpanContext context = span.getSpanContext();
    return Optional.of(
        "00-%s-%s-%s"
            .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()));
  }

  @Override
  public void end() {
    span.end();
  }
}
