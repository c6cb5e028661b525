package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.git.credential.WebhookAccess;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.notify.MessageFormat;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends single requests to receivers. Thread-safe; callers block. */
final class WebhookClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebhookClient.class);

  /** Chats answer with a word; nothing of an answer is used or shown. */
  private static final int MAX_ANSWER_BYTES = 4096;

  private static final int SUCCESS = 2;
  private static final int CLASS = 100;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;

  private final WebhookSettings settings;
  private final HttpHosts hosts;
  private final RateLimits limits;

  /**
   * Creates a client without connections.
   *
   * @param limits where the limits of receivers are noted
   */
  WebhookClient(WebhookSettings settings, RateLimits limits, Clock steady) {
    this.settings = settings;
    this.hosts = new HttpHosts(settings.http(), settings.requestsPerHost(), steady);
    this.limits = limits;
  }

  /**
   * Sends a message.
   *
   * @param asker who sends it to which host, for limits
   * @param tenant the namespace of the binding
   * @throws InterruptedException if the operator ends
   */
  Attempt post(RateLimits.Asker asker, String tenant, WebhookAccess access, HttpRequest request)
      throws InterruptedException {
    var refusal = settings.allowedHosts().refusal(access.host());
    if (refusal.isPresent()) {
      return new Attempt.Rejected(refusal.get().message(), false);
    }
    var exchanges =
        new HttpExchanges(
            hosts, tenant, access.authorities(), TimeLimit.in(settings.attemptLimit()));
    try {
      return new BoundedCall("message to " + access.host().hostAndPort(), settings.attemptLimit())
          .run(
              () -> send(exchanges, asker, access, request),
              exchanges::cancel,
              Attempt.Delivered.class::isInstance)
          .orElseGet(() -> late(access));
    } catch (ExecutionException e) {
      // Without the message, which may repeat what was sent.
      log.error(
          "A message to {} failed: unexpected {}",
          access.host().hostAndPort(),
          CauseChain.of(e).root().getClass().getName());
      return new Attempt.Failed("See the operator's log, and report the error.");
    }
  }

  /** The request that carries a message. */
  static HttpRequest request(WebhookAccess access, MessageFormat format, MessageFormat.Body body) {
    String key = format.isAuthenticated() ? access.hmacKey() : null;
    String token = format.isAuthenticated() ? access.bearerToken() : null;
    return new HttpRequest(
        "POST",
        access.uri(),
        null,
        token == null ? null : "Bearer " + token,
        key == null ? Map.of() : Map.of(BodySignature.HEADER, BodySignature.of(body.text(), key)),
        new HttpRequest.Body(body.contentType(), body.text()));
  }

  private Attempt send(
      HttpExchanges exchanges, RateLimits.Asker asker, WebhookAccess access, HttpRequest request)
      throws InterruptedException {
    try {
      HttpAnswer answer =
          exchanges
              .send(access.host(), request, settings.http().addresses(), MAX_ANSWER_BYTES)
              .answer();
      if (answer.retryAfter() != null && isRefusal(answer)) {
        var _ = limits.note(asker, null, answer.status(), answer.retryAfter());
      }
      return read(access.host().hostAndPort(), answer);
    } catch (HttpExchanges.TooLongException e) {
      // The status was 200; what follows is not read.
      return new Attempt.Delivered();
    } catch (HttpExchanges.LateException e) {
      return late(access);
    } catch (IOException | GeneralSecurityException e) {
      return failed(access, CauseChain.of(e));
    }
  }

  private static boolean isRefusal(HttpAnswer answer) {
    return answer.status() == HttpAnswer.TOO_MANY_REQUESTS
        || answer.status() == HttpAnswer.UNAVAILABLE;
  }

  /** The body is not shown: an author of a binding must not read by it what is at the URL. */
  private static Attempt read(String host, HttpAnswer answer) {
    int status = answer.status();
    if (status / CLASS == SUCCESS) {
      return answer.body().stripLeading().startsWith("<")
          ? new Attempt.Rejected(
              "%s answered with a page and not as a receiver does. Check the URL in the Secret."
                  .formatted(host),
              false)
          : new Attempt.Delivered();
    }
    String said = "%s answered with HTTP status %d".formatted(host, status);
    if (answer.isRedirect()) {
      return new Attempt.Rejected(
          said
              + ", a redirect, which is not followed. Put the URL of the receiver itself into the Secret.",
          false);
    }
    return switch (status) {
      case REQUEST_TIMEOUT, TOO_EARLY, HttpAnswer.TOO_MANY_REQUESTS ->
          new Attempt.Failed(said + ". Check the receiver's limits.");
      case HttpAnswer.UNAUTHORIZED, HttpAnswer.FORBIDDEN, HttpAnswer.NOT_FOUND, 410 ->
          new Attempt.Rejected(
              said + ". Check the URL in the Secret, and whether the receiver still accepts it.",
              true);
      default ->
          status >= 500
              ? new Attempt.Failed(said + ". Check the receiver's health.")
              : new Attempt.Rejected(
                  said
                      + ". Check that the receiver takes messages of the type in spec.notifications.",
                  false);
    };
  }

  private Attempt failed(WebhookAccess access, CauseChain causes) {
    String host = access.host().hostAndPort();
    Optional<FailureException> refused = causes.first(FailureException.class);
    if (refused.isPresent()) {
      String message = refused.get().failure().message();
      return switch (refused.get().failure().reason()) {
        case ADDRESS_NOT_ALLOWED -> new Attempt.Rejected(message, false);
        default -> new Attempt.Failed(message);
      };
    }
    String cause =
        Redactor.of(access.secrets(), settings.http().proxies())
            .clean(
                Optional.ofNullable(causes.root().getMessage())
                    .orElse(causes.root().getClass().getSimpleName()));
    return switch (ConnectionFault.of(causes).kind()) {
      case CERTIFICATE ->
          new Attempt.Rejected(
              "The certificate of %s is not valid (%s). If the receiver has a CA of its own, put its certificate under ca.crt into the Secret."
                  .formatted(host, cause),
              true);
      case TLS ->
          new Attempt.Failed(
              "TLS with %s failed (%s). Check that the port speaks HTTPS.".formatted(host, cause));
      case UNREACHABLE ->
          new Attempt.Failed(
              "%s cannot be reached (%s). Check the URL's host, the receiver's health and the network."
                  .formatted(host, cause));
      case TIMED_OUT -> late(access);
      case OTHER ->
          new Attempt.Failed(
              "The connection to %s broke (%s). Check the receiver's health."
                  .formatted(host, cause));
    };
  }

  private Attempt late(WebhookAccess access) {
    return new Attempt.Failed(
        "%s did not answer within %d s. Check the receiver's health."
            .formatted(access.host().hostAndPort(), settings.attemptLimit().toSeconds()));
  }

  @Override
  public void close() {
    hosts.close();
  }
}
