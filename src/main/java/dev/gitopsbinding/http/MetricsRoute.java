package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}; at most two scrapes at once, because each builds its answer in memory.
 */
public final class MetricsRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsRoute.class);
  private static final int SCRAPES_AT_ONCE = 2;
  private static final int MAX_WAITING = 16;
  private static final int MAX_WAIT_SECONDS = 5;

  private final MetricsWriter metrics;
  private final Semaphore scrapes = new Semaphore(SCRAPES_AT_ONCE, true);

  /** Creates a route. */
  public MetricsRoute(MetricsWriter metrics) {
    this.metrics = metrics;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public Response answer(RequestHead request) {
    try {
      if (scrapes.getQueueLength() < MAX_WAITING
          && scrapes.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        try {
          return scrape(request);
        } finally {
          scrapes.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Response.text(503, "Too many scrapes are running. Try again later.\n");
  }

  private Response scrape(RequestHead request) {
    String contentType = ExpositionFormat.accepted(request.accept()).contentType();
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      metrics.write(body, contentType);
      return Response.of(200, contentType, new Response.Bytes(body));
    } catch (IOException | RuntimeException e) {
      LOG.error("Metrics could not be written; the scrape was answered with status 500", e);
      return Response.text(500, "Metrics could not be written. See the operator's log.\n");
    }
  }
}
