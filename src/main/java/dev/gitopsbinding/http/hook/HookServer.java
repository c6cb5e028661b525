package dev.gitopsbinding.http.hook;

import dev.gitopsbinding.http.Listener;
import dev.gitopsbinding.http.ListenerSettings;
import dev.gitopsbinding.http.RefusalLog;
import dev.gitopsbinding.http.RequestBody;
import dev.gitopsbinding.http.RequestHead;
import dev.gitopsbinding.http.Response;
import dev.gitopsbinding.http.hook.HookListener.Result;
import dev.gitopsbinding.http.hook.provider.HookProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code POST /hook/PROVIDER} on a port of its own, so that it can be open to the outside
 * while that of metrics is not. Each answer is a small JSON object.
 */
public final class HookServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HookServer.class);

  /** More than the port of metrics, because a proxy is one address. */
  private static final ListenerSettings LIMITS =
      new ListenerSettings("hook", "webhooks", 64, 32, HookRoute.MAX_BODY);

  /** How many bodies may be in memory at once, 1 MiB each; in chunks, up to three times that. */
  static final int MAX_BODIES = 16;

  private static final String PATH = "/hook/";
  private static final String UNKNOWN = "none";

  private final Listener listener;
  private final Map<String, HookRoute> routes;
  private final RequestLimiter limiter =
      new RequestLimiter(System::nanoTime, new SecureRandom().nextInt());
  private final HookListener results;
  private final RefusalLog refusals;

  private HookServer(
      HookSettings settings,
      List<HookProvider> providers,
      SyncStarter syncs,
      HookListener results,
      Clock clock,
      Clock steady)
      throws IOException {
    HookSecrets secrets = new HookSecrets(settings.secrets(), System::nanoTime);
    ProofCheck proofs = new ProofCheck(clock);
    DeliveryMemory deliveries = new DeliveryMemory();
    Semaphore bodies = new Semaphore(MAX_BODIES);
    this.results = results;
    this.refusals = new RefusalLog(LOG, steady);
    this.routes =
        providers.stream()
            .collect(
                Collectors.toMap(
                    HookProvider::name,
                    provider -> new HookRoute(provider, secrets, proofs, deliveries, syncs, bodies),
                    (one, _) -> one));
    List<String> ready =
        providers.stream()
            .map(HookProvider::name)
            .filter(name -> !secrets.of(name).isEmpty())
            .toList();
    this.listener = Listener.start(settings.address(), LIMITS, this::answer);
    LOG.info(
        "Webhooks are received on port {}; there are secrets for {}",
        port(),
        ready.isEmpty() ? "no provider yet, see " + settings.secrets() : ready);
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param providers each with a name of its own
   * @param results receives the result of each request
   * @param clock the wall clock, for timestamps of senders
   * @param steady a monotonic clock
   * @throws IOException if the address cannot be bound
   */
  public static HookServer start(
      HookSettings settings,
      List<HookProvider> providers,
      SyncStarter syncs,
      HookListener results,
      Clock clock,
      Clock steady)
      throws IOException {
    return new HookServer(settings, providers, syncs, results, clock, steady);
  }

  /** The port that is listened on. */
  public int port() {
    return listener.port();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    listener.close();
  }

  private Response answer(RequestHead head, RequestBody body) throws IOException {
    String[] parts =
        head.path().startsWith(PATH)
            ? head.path().substring(PATH.length()).split("/", 2)
            : new String[] {""};
    HookRoute route = routes.get(parts[0]);
    Result result;
    if (!limiter.allows(head.client())) {
      result = Result.LIMITED;
    } else if (route == null) {
      result = Result.NOT_FOUND;
    } else {
      result = route.answer(head, parts.length == 2 ? parts[1] : "", body);
    }
    results.requestEnded(route == null ? UNKNOWN : parts[0], result);
    if (isRefusal(result)) {
      // Neither path nor headers: they may hold a secret.
      refusals.note("A webhook was refused: " + word(result) + " (from %s)", head.client());
    }
    return response(result);
  }

  private static boolean isRefusal(Result result) {
    return result.status() >= 400;
  }

  private static Response response(Result result) {
    Response response =
        Response.json(
                result.status(),
                "{\"result\": \"%s\", \"message\": \"%s\"}\n"
                    .formatted(word(result), message(result)))
            .with("Cache-Control", "no-store")
            .with("X-Content-Type-Options", "nosniff");
    return switch (result) {
      case WRONG_METHOD -> response.with("Allow", "POST");
      case LIMITED, UNAVAILABLE -> response.with("Retry-After", "5");
      case ACCEPTED,
          UNMATCHED,
          IGNORED,
          REPEATED,
          PING,
          MALFORMED,
          UNAUTHORIZED,
          NOT_FOUND,
          TIMED_OUT,
          TOO_LARGE ->
          response;
    };
  }

  /** Whether any binding observes what was named is not said: senders may not know bindings. */
  private static String word(Result result) {
    Result said = result == Result.UNMATCHED ? Result.ACCEPTED : result;
    return said.name().toLowerCase(Locale.ROOT);
  }

  private static String message(Result result) {
    return switch (result) {
      case ACCEPTED, UNMATCHED -> "Bindings that observe this are synced.";
      case IGNORED -> "Events of this kind change nothing.";
      case REPEATED -> "This delivery was accepted before.";
      case PING -> "The secret is right.";
      case MALFORMED -> "The payload is not what this provider documents.";
      case UNAUTHORIZED -> "The secret, or what it signs, is missing, wrong or too old.";
      case NOT_FOUND -> "There is no such path, or the operator has no secret for it.";
      case WRONG_METHOD -> "Only POST is answered.";
      case TIMED_OUT -> "The body did not come in time.";
      case TOO_LARGE -> "The body is larger than 1 MiB.";
      case LIMITED -> "Too many requests.";
      case UNAVAILABLE -> "This replica does not sync bindings.";
    };
  }
}
