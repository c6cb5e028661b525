package dev.gitopsbinding.http.status.reconcile;

import dev.gitopsbinding.http.RefusalLog;
import dev.gitopsbinding.http.RequestHead;
import dev.gitopsbinding.http.Response;
import dev.gitopsbinding.http.Route;
import dev.gitopsbinding.http.status.BindingRow;
import dev.gitopsbinding.http.status.BindingView;
import dev.gitopsbinding.http.status.StatusRoute;
import dev.gitopsbinding.model.BindingId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code POST /reconcile}: has one binding, those of a namespace, or all of them synced, and
 * answers with their results. Only for clients with the token; one request at a time.
 */
public final class ReconcileRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileRoute.class);

  /** For the answer itself, beside the time that the client waits for results. */
  private static final Duration SENDING = Duration.ofSeconds(30);

  private final ReconcileToken token;
  private final BindingView view;
  private final PassStarter passes;
  private final RefusalLog refusals;

  /**
   * @param token the file that holds the token; it is read for each request
   * @param steady a monotonic clock
   */
  public ReconcileRoute(Path token, BindingView view, PassStarter passes, Clock steady) {
    this.token = new ReconcileToken(token);
    this.view = view;
    this.passes = passes;
    this.refusals = new RefusalLog(LOG, steady);
  }

  @Override
  public String path() {
    return "/reconcile";
  }

  @Override
  public List<String> methods() {
    return List.of("POST");
  }

  @Override
  public Response answer(RequestHead request) {
    return StatusRoute.protect(refusal(request).orElseGet(() -> start(request)));
  }

  /** Nothing but the token is looked at before the token was. */
  private Optional<Response> refusal(RequestHead request) {
    try {
      if (token.isIn(request.header("authorization"))) {
        return Optional.empty();
      }
      refusals.note("A request to /reconcile from %s had a wrong token or none", request.client());
      return Optional.of(Response.text(401, "Unauthorized\n").with("WWW-Authenticate", "Bearer"));
    } catch (IOException e) {
      refusals.note("A request to /reconcile was refused, as its token cannot be read: %s", e);
      return Optional.of(Response.text(503, "See the operator's log.\n"));
    }
  }

  private Response start(RequestHead request) {
    if (request.hasBody()) {
      return Response.text(400, "Write namespace and name into the query; a body is not read.\n");
    }
    if (!passes.isLeading()) {
      return Response.text(
          503, "This replica does not lead. Ask the one that holds the operator's lease.\n");
    }
    ReconcileQuery query;
    try {
      query = ReconcileQuery.parse(request.query());
    } catch (IllegalArgumentException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
    Set<BindingId> wanted =
        view.bindings()
            .map(BindingRow::idOf)
            .filter(query::matches)
            .collect(Collectors.toUnmodifiableSet());
    if (wanted.isEmpty() && query.name() != null) {
      return Response.text(404, "There is no such binding, or the operator does not watch it.\n");
    }
    return passes
        .start(wanted)
        .map(pass -> results(pass, wanted, query.timeout()))
        .orElseGet(
            () ->
                Response.text(429, "Another request to /reconcile is not done yet.\n")
                    .with("Retry-After", "1"));
  }

  private Response results(SyncPass pass, Set<BindingId> wanted, Duration timeout) {
    var results = new PassResults(view, pass, wanted, timeout);
    return Response.of(200, PassResults.CONTENT_TYPE, results).within(timeout.plus(SENDING));
  }
}
