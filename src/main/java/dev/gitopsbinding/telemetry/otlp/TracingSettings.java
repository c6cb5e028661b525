package dev.gitopsbinding.telemetry.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where traces are sent, and which. The text form does not show the headers.
 *
 * @param endpoint the full URL for traces, http or https
 * @param headers sent with each request; may hold a token
 * @param authorities PEM certificates to trust in addition to the system's; null for none
 * @param timeout for one request with all its tries, more than zero
 * @param gzip whether requests are compressed
 * @param sampling the part of the syncs that are traced, from 0 to 1
 * @param service the name of the service
 * @param resource attributes of the process
 * @param delay how long spans are gathered before they are sent, more than zero
 * @param queue how many ended spans are kept at most; further ones are dropped. At least 1
 */
public record TracingSettings(
    URI endpoint,
    Map<String, String> headers,
    @Nullable String authorities,
    Duration timeout,
    boolean gzip,
    double sampling,
    String service,
    Map<String, String> resource,
    Duration delay,
    int queue) {
  /** Copies the maps. */
  public TracingSettings {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }

  @Override
  public String toString() {
    return "traces to " + endpoint;
  }
}
