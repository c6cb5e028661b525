package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.Redactor;
import java.util.Optional;

/** Says what went wrong at a forge, and what to do. */
record ForgeFailureClassifier(ForgeRepository repository, boolean anonymous, Redactor redactor) {
  private static final int SERVER_ERROR = 500;

  /** The failure of a request without an answer. */
  ForgeException of(Exception error) {
    CauseChain causes = CauseChain.of(error);
    return causes
        .first(FailureException.class)
        .map(ForgeFailureClassifier::carried)
        .orElseGet(() -> broken(causes));
  }

  /** Only a refused address keeps its reason; all else is reported as ForgeUnavailable. */
  private static ForgeException carried(FailureException exception) {
    return exception.failure().reason() == Reason.ADDRESS_NOT_ALLOWED
        ? new ForgeException(Kind.ERROR, exception.failure())
        : new ForgeException(Kind.ERROR, exception.failure().message());
  }

  private ForgeException broken(CauseChain causes) {
    Throwable root = causes.root();
    String message =
        redactor.clean(
            Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName()));
    return switch (ConnectionFault.of(causes).kind()) {
      case CERTIFICATE ->
          new ForgeException(
              Kind.UNAUTHORIZED,
              "The certificate of %s is not valid (%s). If the forge has a CA of its own, put its certificate (PEM) into 'ca.crt' of the Secret of %s"
                  .formatted(repository.host(), message, field("secretRef")));
      case TLS ->
          error(
              "TLS with %s failed (%s). Check that "
                  + field("apiURL")
                  + " names a port that speaks HTTPS",
              message);
      case UNREACHABLE ->
          error(
              "%s cannot be reached (%s). Check the forge's name and health, and the network",
              message);
      case TIMED_OUT -> late();
      case OTHER -> error("The connection to %s broke (%s). Check the forge's health", message);
    };
  }

  private ForgeException error(String text, String message) {
    return new ForgeException(Kind.ERROR, text.formatted(repository.host(), message));
  }

  /**
   * The time was up. The message does not name the limit: a changing text would change the status.
   */
  ForgeException late() {
    return new ForgeException(
        Kind.LATE,
        "Forge %s did not answer in time. Check the forge's health%s"
            .formatted(
                repository.host(),
                switch (repository.purpose()) {
                  case CHECKS, PULL_REQUESTS -> ", or raise spec.timeout";
                  case REPORT -> "";
                }));
  }

  /** The failure for an answer that is not one of those that the caller expects. */
  ForgeException of(HttpAnswer answer) {
    ForgePurpose purpose = repository.purpose();
    return switch (answer.status()) {
      case HttpAnswer.UNAUTHORIZED ->
          unauthorized(
              anonymous
                  ? "asks for a login. Name a Secret with a token in " + field("secretRef")
                  : "does not accept the token. Put a valid one into the Secret of "
                      + field("secretRef"));
      case HttpAnswer.FORBIDDEN ->
          unauthorized(
              anonymous
                  ? "does not let anybody %s without a login. Name a Secret with a token in %s"
                      .formatted(purpose.action(), field("secretRef"))
                  : "does not let the token " + purpose.action());
      case HttpAnswer.NOT_FOUND ->
          unauthorized(
              anonymous
                  ? "has no such %s, or shows it to logins only. Check %s and the repository's name, or name a Secret with a token in %s"
                      .formatted(purpose.object(), field("apiURL"), field("secretRef"))
                  : "has no such %s that the token may see. Check %s and the repository's name"
                      .formatted(purpose.object(), field("apiURL")));
      default ->
          failure(
              Kind.ERROR,
              answer.isRedirect()
                  ? "answered with a redirect, which is not followed. If the repository or the API has moved, correct %s or %s"
                      .formatted(purpose.urlField(), field("apiURL"))
                  : "answered with HTTP status %d. %s"
                      .formatted(
                          answer.status(),
                          answer.status() >= SERVER_ERROR
                              ? "Check the forge's health; the operator retries"
                              : "Check " + field("apiURL") + " and " + field("provider")));
    };
  }

  private ForgeException unauthorized(String text) {
    return failure(
        Kind.UNAUTHORIZED,
        text + "; a token needs " + repository.forge().rights(repository.purpose()));
  }

  /** A failure about the repository in the API. */
  ForgeException failure(Kind kind, String text) {
    return new ForgeException(kind, "%s: the forge %s".formatted(repository.url(), text));
  }

  private String field(String name) {
    return repository.purpose().field() + "." + name;
  }
}
