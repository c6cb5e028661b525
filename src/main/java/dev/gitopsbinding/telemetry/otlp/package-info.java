/** Traces by OpenTelemetry; nothing of this package is loaded unless tracing is configured. */
@NullMarked
package dev.gitopsbinding.telemetry.otlp;

import org.jspecify.annotations.NullMarked;
