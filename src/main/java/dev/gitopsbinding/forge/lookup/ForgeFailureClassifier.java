package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.lookup.ForgeException.Kind;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.Redactor;
import java.util.Optional;

/** Says what went wrong at a forge, and what to do. */
record ForgeFailureClassifier(ForgeCommit commit, boolean anonymous, Redactor redactor) {
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
    String words =
        redactor.clean(
            Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName()));
    return switch (ConnectionFault.of(causes).kind()) {
      case CERTIFICATE ->
          new ForgeException(
              Kind.UNAUTHORIZED,
              "The certificate of %s is not valid (%s). If the forge has a CA of its own, put its certificate (PEM) into 'ca.crt' of the Secret of spec.source.checks.secretRef"
                  .formatted(commit.host(), words));
      case TLS ->
          error(
              "TLS with %s failed (%s). Check that spec.source.checks.apiURL names a port that speaks HTTPS",
              words);
      case UNREACHABLE ->
          error(
              "%s cannot be reached (%s). Check the forge's name and health, and the network",
              words);
      case TIMED_OUT -> ForgeException.late(commit.host());
      case OTHER -> error("The connection to %s broke (%s). Check the forge's health", words);
    };
  }

  private ForgeException error(String text, String words) {
    return new ForgeException(Kind.ERROR, text.formatted(commit.host(), words));
  }

  /** The failure that an answer stands for whose status is neither 200 nor 304. */
  ForgeException of(HttpAnswer answer, Listing listing) {
    String denied = listing.denied();
    boolean refused =
        answer.status() == HttpAnswer.FORBIDDEN || answer.status() == HttpAnswer.NOT_FOUND;
    return denied != null && refused
        // The lists before it were sent, so that the repository is there and may be seen.
        ? failure(Kind.UNAUTHORIZED, denied)
        : of(answer);
  }

  private ForgeException of(HttpAnswer answer) {
    return switch (answer.status()) {
      case HttpAnswer.UNAUTHORIZED ->
          unauthorized(
              anonymous
                  ? "asks for a login. Name a Secret with a token in spec.source.checks.secretRef; %s"
                  : "does not accept the token. Put a valid one into the Secret of spec.source.checks.secretRef; %s");
      case HttpAnswer.FORBIDDEN ->
          unauthorized(
              anonymous
                  ? "does not show the checks without a login. Name a Secret with a token in spec.source.checks.secretRef; %s"
                  : "does not let the token read the checks; %s");
      case HttpAnswer.NOT_FOUND ->
          unauthorized(
              (anonymous
                      ? "has no such repository or commit, or shows them to logins only. Check spec.source.checks.apiURL and the repository's name, or name a Secret with a token in spec.source.checks.secretRef"
                      : "has no such repository or commit that the token may see. Check spec.source.checks.apiURL and the repository's name")
                  + "; %s");
      case HttpAnswer.UNPROCESSABLE ->
          failure(
              Kind.ERROR,
              "does not know commit "
                  + commit.commit().hex()
                  + ". Check that it mirrors spec.source.url");
      default ->
          failure(
              Kind.ERROR,
              answer.isRedirect()
                  ? "answered with a redirect, which is not followed. If the repository or the API has moved, correct spec.source.url or spec.source.checks.apiURL"
                  : "answered with HTTP status %d. %s"
                      .formatted(
                          answer.status(),
                          answer.status() >= SERVER_ERROR
                              ? "Check the forge's health; the operator retries"
                              : "Check spec.source.checks.apiURL and spec.source.checks.provider"));
    };
  }

  private ForgeException unauthorized(String text) {
    return failure(Kind.UNAUTHORIZED, text.formatted("a token needs " + commit.forge().rights()));
  }

  /** A failure about the repository in the API. */
  ForgeException failure(Kind kind, String text) {
    return new ForgeException(kind, "%s: the forge %s".formatted(commit.repository(), text));
  }
}
