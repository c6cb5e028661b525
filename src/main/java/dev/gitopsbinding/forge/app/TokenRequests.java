package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.client.RateHeaders;
import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.RateLimits;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests for one token: which installation the repository belongs to, unless the Secret says
 * so, and then the token itself (GitHub REST API, "Get a repository installation for the
 * authenticated app", "Create an installation access token for an app").
 *
 * @param wall the clock of the machine, for the times in signatures
 */
record TokenRequests(
    ForgeSettings settings,
    HttpHosts hosts,
    AppTokens.Access access,
    AppRepository repository,
    HttpExchanges exchanges,
    Clock wall) {
  /** A token with the description of one repository takes some KiB. */
  private static final int MAX_BODY_BYTES = 256 << 10;

  /** GitHub's lifetime of tokens. A host that states a longer one is taken to mean this one. */
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private static final String TOKEN = "token";
  private static final String EXPIRES = "expires_at";
  private static final String ID = "id";
  private static final Map<String, String> HEADERS =
      Map.of("X-GitHub-Api-Version", "2022-11-28", "User-Agent", "gitopsbinding-operator");

  /**
   * A token, and how long it is valid.
   *
   * @param lifetime from when it was asked for, more than zero
   */
  record Granted(AppToken token, Duration lifetime) {}

  /**
   * Asks for a token.
   *
   * @param start now, on the monotonic clock
   */
  Granted ask(Instant start) throws AppException {
    Credential.GitHubApp app = access.app();
    Redactor redactor = Redactor.of(List.of(), settings.http().proxies());
    String signed = sign(app);
    redactor.add(signed);
    String installation =
        app.installationId() != null ? app.installationId() : installation(signed, redactor);
    AppFailureClassifier failures =
        new AppFailureClassifier(
            repository, app.appId(), installation, app.installationId() == null, redactor);
    HttpAnswer answer =
        send(
            failures,
            signed,
            "POST",
            "/app/installations/" + installation + "/access_tokens",
            "{\"repositories\":[\"" + repository.name() + "\"]}");
    AnswerFields fields = AnswerFields.of(answer.body(), Set.of(TOKEN, EXPIRES));
    String token =
        fields
            .find(TOKEN)
            .filter(text -> text.chars().allMatch(c -> c > ' ' && c < 127))
            .orElseThrow(() -> failures.malformed("a token"));
    Duration lifetime =
        fields
            .find(EXPIRES)
            .flatMap(text -> lifetime(text, answer))
            .orElseThrow(() -> failures.malformed("the time when the token ends"));
    return new Granted(new AppToken(token, start), lifetime);
  }

  private String installation(String signed, Redactor redactor) throws AppException {
    AppFailureClassifier failures =
        new AppFailureClassifier(repository, access.app().appId(), "", true, redactor);
    HttpAnswer answer =
        send(failures, signed, "GET", "/repos/" + repository + "/installation", null);
    return AnswerFields.of(answer.body(), Set.of(ID))
        .find(ID)
        .filter(id -> id.matches("[0-9]{1,19}"))
        .orElseThrow(() -> failures.malformed("the number of the installation"));
  }

  private String sign(Credential.GitHubApp app) throws AppException {
    PrivateKey key =
        app.key(access.tenant())
            .orElseThrow(() -> AppException.late(repository.host().hostAndPort()));
    try {
      return AppSignature.sign(app.appId(), key, wall.instant());
    } catch (GeneralSecurityException e) {
      // Without the message, which may say something of the key.
      throw new AppException(
          new Failure.Secret(
              Reason.SECRET_INVALID,
              "key 'githubAppPrivateKey' of the Secret cannot sign by RS256; make a new private key on the app's settings page"));
    }
  }

  /**
   * How long a token is valid; empty if it has expired, or the time is malformed. Counted by the
   * host's clock if the answer has its date, because the clock of this machine may be wrong.
   */
  private Optional<Duration> lifetime(String expires, HttpAnswer answer) {
    try {
      Instant now =
          answer
              .header("date")
              .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
              .map(ZonedDateTime::toInstant)
              .orElseGet(wall::instant);
      Duration left = Duration.between(now, ZonedDateTime.parse(expires).toInstant());
      return Optional.of(left.compareTo(MAX_LIFETIME) > 0 ? MAX_LIFETIME : left)
          .filter(Duration::isPositive);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private HttpAnswer send(
      AppFailureClassifier failures,
      String signed,
      String method,
      String path,
      @Nullable String body)
      throws AppException {
    checkLimit();
    HttpRequest request =
        new HttpRequest(
                method,
                repository.below(path),
                "application/vnd.github+json",
                "Bearer " + signed,
                HEADERS,
                body == null ? null : new HttpRequest.Body("application/json", body))
            // A second token does no harm.
            .asRepeatable();
    try {
      HttpAnswer answer =
          exchanges
              .send(repository.host(), request, settings.http().addresses(), MAX_BODY_BYTES)
              .answer();
      noteLimit(answer);
      if (!answer.isSuccess()) {
        throw failures.of(answer, wall.instant());
      }
      return answer;
    } catch (AppException e) {
      throw e;
    } catch (HttpExchanges.LateException e) {
      throw AppException.late(repository.host().hostAndPort());
    } catch (HttpExchanges.TooLongException e) {
      throw failures.malformed("an end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AppException.late(repository.host().hostAndPort());
    } catch (IOException | GeneralSecurityException e) {
      throw failures.of(e);
    }
  }

  private RateLimits.Asker asker() {
    return new RateLimits.Asker(
        repository.host().hostAndPort(), access.tenant() + " " + access.app().digest());
  }

  private void checkLimit() throws AppException {
    Optional<RateLimits.Limit> limit = hosts.limits().limit(asker(), "");
    if (limit.isPresent()) {
      throw limited(limit.get());
    }
  }

  /** Records a limit. An answer that uses up the last request is valid nevertheless. */
  private void noteLimit(HttpAnswer answer) throws AppException {
    Optional<RateHeaders> found = RateHeaders.of(answer, wall.instant());
    if (found.isEmpty()) {
      return;
    }
    String after = found.get().retryAfter();
    Optional<RateLimits.Limit> noted =
        Optional.ofNullable(after)
            .flatMap(end -> hosts.limits().note(asker(), null, answer.status(), end));
    if (noted.isEmpty() && RateHeaders.isLimit(answer)) {
      noted =
          Optional.of(
              hosts.limits().note(asker(), null, answer.status(), RateHeaders.DEFAULT_DELAY));
    }
    if (noted.isPresent() && !answer.isSuccess()) {
      throw limited(noted.get());
    }
  }

  private AppException limited(RateLimits.Limit limit) {
    return new AppException(
        new Failure.Limited(
            Reason.RATE_LIMITED,
            "no token of GitHub App %s for now: %s"
                .formatted(access.app().appId(), limit.message(repository.host().hostAndPort())),
            limit.end()));
  }

  @Override
  public String toString() {
    return "token of " + access.app() + " for " + repository;
  }
}
