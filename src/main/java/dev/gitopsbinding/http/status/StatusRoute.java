package dev.gitopsbinding.http.status;

import dev.gitopsbinding.http.RequestHead;
import dev.gitopsbinding.http.Response;
import dev.gitopsbinding.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * Serves {@code /status}: a page to a client that asks for HTML, else JSON. Answers from memory;
 * sends nothing to the API server or to a host.
 */
public final class StatusRoute implements Route {
  /** A browser takes long for more. */
  static final int MOST_ROWS_OF_A_PAGE = 2_000;

  /**
   * As many as the port has connections. The thread of a connection that was closed for another one
   * lasts until it writes, so that the connections alone do not limit the threads.
   */
  static final int MOST_ANSWERS = 32;

  /** Loopback as port-forward uses it; proxies in the pod use other addresses of 127.0.0.0/8. */
  private static final Set<String> LOCAL =
      Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1%lo");

  /** Another name can be made to resolve to 127.0.0.1, so that a site's script reads the page. */
  private static final Pattern LOCAL_HOST =
      Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");

  private final Audience audience;
  private final SnapshotCache snapshots;
  private final Semaphore answers = new Semaphore(MOST_ANSWERS);
  private final Clock clock;

  /**
   * An answer that is being sent.
   *
   * @param snapshot held until then, so that the requests of a crowd share it
   */
  private record SnapshotStream(Snapshot snapshot, RowStream rows, Semaphore answers)
      implements Response.Stream {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      rows.writeTo(out);
    }

    @Override
    public void close() {
      answers.release();
    }
  }

  /**
   * @param audience who is answered
   * @param clock for the times on the page
   * @param steady a monotonic clock
   */
  public StatusRoute(Audience audience, BindingView view, Clock clock, Clock steady) {
    this.audience = audience;
    this.snapshots = new SnapshotCache(view, steady);
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/status";
  }

  @Override
  public Response answer(RequestHead request) {
    if (!isAllowed(request)) {
      return Response.text(
          403,
          "The status page is served only to this pod itself. Run `kubectl port-forward` to the operator, and open it at localhost.\n");
    }
    StatusQuery query;
    try {
      query = StatusQuery.parse(request.query());
    } catch (IllegalArgumentException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
    if (!answers.tryAcquire()) {
      return Response.text(503, "Too many requests to /status are not done yet.\n")
          .with("Retry-After", "1");
    }
    boolean made = false;
    try {
      Response response = protect(respond(snapshots.current(), query, wantsHtml(request)));
      made = true;
      return response;
    } finally {
      if (!made) {
        answers.release();
      }
    }
  }

  private boolean isAllowed(RequestHead request) {
    return switch (audience) {
      case ALL -> true;
      case NOBODY -> false;
      case LOCAL ->
          LOCAL.contains(request.client().getHostAddress())
              && LOCAL_HOST.matcher(request.header("host")).matches();
    };
  }

  private static boolean wantsHtml(RequestHead request) {
    double html = request.accept().quality("text/html");
    return html > 0 && html >= request.accept().quality("application/json");
  }

  private Response respond(Snapshot snapshot, StatusQuery query, boolean html) {
    return html
        ? page(snapshot, query)
        : respond(new JsonRenderer(), snapshot, snapshot.matching(query));
  }

  private Response page(Snapshot snapshot, StatusQuery query) {
    List<BindingRow> rows = snapshot.byUrgency(query);
    int shown = Math.min(rows.size(), MOST_ROWS_OF_A_PAGE);
    return respond(
            new PageRenderer(
                query,
                snapshot.namespaces(),
                snapshot.counts(query),
                rows.size() - shown,
                clock.instant()),
            snapshot,
            rows.subList(0, shown))
        .with("Content-Security-Policy", PageStyle.POLICY);
  }

  private Response respond(RowRenderer renderer, Snapshot snapshot, List<BindingRow> rows) {
    return Response.of(
        200,
        renderer.contentType(),
        new SnapshotStream(snapshot, new RowStream(renderer, rows.iterator()), answers));
  }

  /** So that no cache keeps the answer, and no other site uses it. */
  public static Response protect(Response response) {
    return response
        .with("Cache-Control", "no-store")
        .with("Vary", "Accept")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cross-Origin-Resource-Policy", "same-origin");
  }
}
