package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.RateLimits;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one call, and says what failures mean. Thread-safe. */
public final class ForgeSender {
  /** Pages of 100 check runs with texts of some KiB each are the largest that forges send. */
  private static final int MAX_BODY_BYTES = 4 << 20;

  private static final String AGENT = "gitopsbinding-operator";
  private static final String ACCEPT = "Accept";
  private static final String JSON = "application/json";

  private final ForgeClient client;
  private final ForgeCall call;
  private final HttpExchanges exchanges;
  private final ForgeFailureClassifier failures;
  private final Redactor redactor;

  ForgeSender(ForgeClient client, ForgeCall call, HttpExchanges exchanges, Redactor redactor) {
    this.client = client;
    this.call = call;
    this.exchanges = exchanges;
    this.redactor = redactor;
    this.failures =
        new ForgeFailureClassifier(call.repository(), call.access().token() == null, redactor);
  }

  /** Who asks whom. */
  public ForgeCall call() {
    return call;
  }

  /** Cleans what the forge wrote, so that it may be shown. */
  public Redactor redactor() {
    return redactor;
  }

  /**
   * Sends a request.
   *
   * @return the answer, whatever its status is; not if it is a rate limit
   * @throws ForgeException if there is no answer, or the forge wants fewer requests
   */
  public HttpAnswer send(ForgeRequest request) throws ForgeException {
    return send(request, null);
  }

  /**
   * Sends a request for what may be known already.
   *
   * @param tag the entity tag of what is known, which is answered by 304 if nothing has changed;
   *     null if nothing is known
   */
  HttpAnswer send(ForgeRequest request, @Nullable String tag) throws ForgeException {
    checkLimit();
    try {
      HttpAnswer answer =
          exchanges
              .send(
                  call.repository().url(),
                  message(request, tag),
                  client.settings().http().addresses(),
                  MAX_BODY_BYTES)
              .answer();
      noteLimit(answer);
      return answer;
    } catch (ForgeException e) {
      throw e;
    } catch (HttpExchanges.LateException e) {
      throw failures.late();
    } catch (HttpExchanges.TooLongException e) {
      throw failure(
          Kind.TOO_LONG,
          "sent more than %d bytes at once. Check %s.apiURL"
              .formatted(MAX_BODY_BYTES, call.repository().purpose().field()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.late();
    } catch (IOException | GeneralSecurityException e) {
      throw failures.of(e);
    }
  }

  /** The failure for an answer that is not one of the expected ones. */
  public ForgeException refused(HttpAnswer answer) {
    return failures.of(answer);
  }

  /** The failure of an answer that is not as the forge documents it. */
  public ForgeException malformed(MalformedListException problem) {
    String field = call.repository().purpose().field();
    return failure(
        Kind.ERROR,
        "sent an answer that %s. Check %s.provider and %s.apiURL"
            .formatted(problem.getMessage(), field, field));
  }

  /**
   * A failure about the repository.
   *
   * @param text completes "the forge"; what happened, and what to do
   */
  public ForgeException failure(Kind kind, String text) {
    return failures.failure(kind, text);
  }

  private HttpRequest message(ForgeRequest request, @Nullable String tag) {
    Map<String, String> headers = new HashMap<>(call.repository().forge().headers());
    String accept = headers.remove(ACCEPT);
    headers.put("User-Agent", AGENT);
    if (tag != null) {
      headers.put("If-None-Match", tag);
    }
    String token = call.access().token();
    String body = request.body();
    return new HttpRequest(
            request.method(),
            request.uri(),
            accept,
            token == null ? null : call.repository().forge().authorization(token),
            headers,
            body == null ? null : new HttpRequest.Body(JSON, body))
        .asRepeatable();
  }

  private RateLimits.Asker asker() {
    return new RateLimits.Asker(
        call.repository().host(), call.tenant() + " " + call.access().digest());
  }

  private void checkLimit() throws ForgeException {
    Optional<RateLimits.Limit> limit = client.limits().limit(asker(), "");
    if (limit.isPresent()) {
      throw limited(limit.get());
    }
  }

  /** Records a limit. An answer that uses up the last request is valid nevertheless. */
  private void noteLimit(HttpAnswer answer) throws ForgeException {
    Optional<RateHeaders> found = RateHeaders.of(answer, Instant.now(client.wall()));
    if (found.isEmpty()) {
      return;
    }
    RateLimits limits = client.limits();
    String after = found.get().retryAfter();
    Optional<RateLimits.Limit> noted =
        Optional.ofNullable(after).flatMap(end -> limits.note(asker(), null, answer.status(), end));
    if (noted.isEmpty() && RateHeaders.isLimit(answer)) {
      noted = Optional.of(limits.note(asker(), null, answer.status(), RateHeaders.DEFAULT_DELAY));
    }
    boolean usable = answer.isSuccess() || answer.status() == HttpAnswer.NOT_MODIFIED;
    if (noted.isPresent() && !usable) {
      throw limited(noted.get());
    }
  }

  private ForgeException limited(RateLimits.Limit limit) {
    return new ForgeException(
        Kind.LIMITED,
        new Failure.Limited(
            Reason.FORGE_UNAVAILABLE,
            "Forge "
                + limit.message(call.repository().host())
                + (call.access().token() == null
                    ? " A token raises most forges' limits: %s.secretRef."
                        .formatted(call.repository().purpose().field())
                    : ""),
            limit.end()));
  }
}
