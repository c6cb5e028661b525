package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.Redactor;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says why there is no token, and what to do. The texts of GitHub are those of its API ("REST API
 * endpoints for GitHub Apps"); a text that is not known is quoted.
 *
 * @param installation the number in the Secret or the one that was found; empty while it is asked
 *     for
 * @param found whether the number was found, and is not from the Secret
 */
record AppFailureClassifier(
    AppRepository repository, String appId, String installation, boolean found, Redactor redactor) {
  /** What the signature allows for. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(50);

  private static final int GONE = 410;
  private static final int SERVER_ERROR = 500;

  private String host() {
    return repository.host().hostAndPort();
  }

  /** The failure of a request without an answer. */
  AppException of(Exception error) {
    CauseChain causes = CauseChain.of(error);
    return causes
        .first(FailureException.class)
        .map(e -> new AppException(e.failure()))
        .orElseGet(() -> broken(causes));
  }

  private AppException broken(CauseChain causes) {
    Throwable root = causes.root();
    String said =
        redactor.clean(
            Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName()));
    return switch (ConnectionFault.of(causes).kind()) {
      case CERTIFICATE ->
          failure(
              Reason.CERTIFICATE_INVALID,
              "the certificate of %s is not valid (%s). If the host has a CA of its own, add it to the key 'ca.crt' of the Secret"
                  .formatted(host(), said));
      case TLS ->
          failure(
              Reason.REMOTE_ERROR,
              "TLS with %s failed (%s). Check that the API speaks HTTPS there, or correct githubAppBaseURL"
                  .formatted(host(), said));
      case UNREACHABLE ->
          failure(
              Reason.HOST_UNREACHABLE,
              "the API at %s cannot be reached for a token of the GitHub App (%s). Check the host's name and health, and the network"
                  .formatted(host(), said));
      case TIMED_OUT -> AppException.late(host());
      case OTHER ->
          failure(
              Reason.REMOTE_ERROR,
              "the connection to the API at %s broke (%s). Check its health"
                  .formatted(host(), said));
    };
  }

  /** The failure that an answer stands for that is no success. */
  AppException of(HttpAnswer answer, Instant now) {
    String text = AnswerFields.of(answer.body(), Set.of("message")).find("message").orElse("");
    String said = redactor.clean(text);
    String quote = said.isEmpty() ? "" : " (" + said + ")";
    int status = answer.status();
    if (answer.isRedirect()) {
      return failure(
          Reason.REPOSITORY_NOT_FOUND,
          "%s has another name or owner by now. Correct the URL".formatted(repository));
    }
    return switch (status) {
      case HttpAnswer.UNAUTHORIZED -> unauthorized(text, quote, answer, now);
      case HttpAnswer.FORBIDDEN ->
          text.toLowerCase(Locale.ROOT).contains("suspended")
              ? refused(
                  "the installation of %s on %s is suspended. Have an owner of %s resume it: Settings, GitHub Apps, Configure"
                      .formatted(app(), repository.owner(), repository.owner()))
              : refused(
                  "%s does not let %s log in%s. Check the app's settings"
                      .formatted(host(), app(), quote));
      case HttpAnswer.NOT_FOUND, GONE -> missing(text, quote);
      case HttpAnswer.UNPROCESSABLE ->
          refused(
              "the installation of %s on %s has no access to %s%s. Add the repository to the installation: Settings, GitHub Apps, Configure, Repository access%s"
                  .formatted(
                      app(),
                      repository.owner(),
                      repository,
                      quote,
                      found
                          ? ""
                          // Each account has an installation of its own.
                          : "; or githubAppInstallationID is that of another account: remove it"));
      default ->
          failure(
              Reason.REMOTE_ERROR,
              "the API at %s answered with HTTP status %d%s when it was asked for a token of %s. %s"
                  .formatted(
                      host(),
                      status,
                      quote,
                      app(),
                      status >= SERVER_ERROR
                          ? "Check its health; the operator retries"
                          : "Check the host, or githubAppBaseURL in the Secret"));
    };
  }

  /** A success without what was asked for. */
  AppException malformed(String lacks) {
    return failure(
        Reason.REMOTE_ERROR,
        "the API at %s sent an answer without %s. Check that it is GitHub's, or correct githubAppBaseURL in the Secret"
            .formatted(host(), lacks));
  }

  private AppException unauthorized(String text, String quote, HttpAnswer answer, Instant now) {
    Duration fast = skew(answer, now);
    boolean aboutTime = text.contains("exp") || text.contains("iat");
    if (fast.abs().compareTo(MAX_SKEW) > 0) {
      return refused(
          "the clock of the operator's machine is %s that of %s, so that the login of %s is not valid there. Set the clock, for example by NTP"
              .formatted(fast.isNegative() ? "behind" : "ahead of", host(), app()));
    }
    return refused(
        aboutTime
            ? "%s does not accept the times in the login of %s%s. Compare the clock of the operator's machine with that of the host"
                .formatted(host(), app(), quote)
            : "%s does not accept the login of %s%s: githubAppPrivateKey is no key of this app, or was deleted there. Compare githubAppID with the app's settings page, or make a new private key there"
                .formatted(host(), app(), quote));
  }

  /** How far the clock here is ahead of the host's. */
  private static Duration skew(HttpAnswer answer, Instant now) {
    try {
      return answer
          .header("date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .map(there -> Duration.between(there, now))
          .orElse(Duration.ZERO);
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private AppException missing(String text, String quote) {
    if (text.contains("Integration")) {
      return refused(
          "%s knows no such app as %s%s. Correct githubAppID in the Secret"
              .formatted(host(), app(), quote));
    }
    if (installation.isEmpty()) {
      return refused(
          "%s is not installed on %s, or there is no such repository. Install the app on %s (the app's page, Install App), or correct the URL"
              .formatted(app(), repository, repository));
    }
    return refused(
        found
            ? "%s was uninstalled from %s just now. Install the app on %s (the app's page, Install App)"
                .formatted(app(), repository.owner(), repository)
            : "%s has no installation %s%s. Correct githubAppInstallationID in the Secret, or remove it: the installation is found by the repository then"
                .formatted(app(), installation, quote));
  }

  private String app() {
    return "GitHub App " + appId;
  }

  private static AppException refused(String message) {
    return failure(Reason.AUTHENTICATION_FAILED, message);
  }

  private static AppException failure(Reason reason, String message) {
    return new AppException(new Failure.Remote(reason, message));
  }
}
