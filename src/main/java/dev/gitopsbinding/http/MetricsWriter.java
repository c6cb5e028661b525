package dev.gitopsbinding.http;

import java.io.IOException;
import java.io.OutputStream;

/** Writes metrics. Called from many threads. */
@FunctionalInterface
public interface MetricsWriter {
  /**
   * Writes all metrics.
   *
   * @param contentType the media type of the format to write
   */
  void write(OutputStream out, String contentType) throws IOException;
}
