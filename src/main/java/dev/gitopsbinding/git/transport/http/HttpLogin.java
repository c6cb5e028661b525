package dev.gitopsbinding.git.transport.http;

import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.BasicLogin;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.TimeLimit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one operation logs in with. The token of an app is asked for with the first request, and
 * once more if the host refuses it. Not thread-safe: JGit sends one request after the other.
 */
public final class HttpLogin {
  private final Credential credential;
  private final RepositoryUrl url;
  private final String tenant;
  private final AppTokens tokens;
  private final Redactor redactor;
  private final TimeLimit end;
  private @Nullable AppToken token;
  private boolean renewed;

  /**
   * @param redactor learns each token
   * @param end of the operation
   */
  public HttpLogin(
      Credential credential,
      RepositoryUrl url,
      String tenant,
      AppTokens tokens,
      Redactor redactor,
      TimeLimit end) {
    this.credential = credential;
    this.url = url;
    this.tenant = tenant;
    this.tokens = tokens;
    this.redactor = redactor;
    this.end = end;
  }

  boolean isAnonymous() {
    return credential instanceof Credential.Anonymous;
  }

  /** Whether the login is that of an app, whose token is not in the Secret. */
  boolean isApp() {
    return credential instanceof Credential.GitHubApp;
  }

  /**
   * The value of {@code Authorization}, if it is sent.
   *
   * @throws FailureException if there is no token for an app
   */
  Optional<String> authorization() throws FailureException {
    return switch (credential) {
      case Credential.Basic(var username, var password, var _) ->
          Optional.of(BasicLogin.of(username, password).authorization());
      case Credential.Bearer(var bearer, var _) -> Optional.of("Bearer " + bearer);
      case Credential.GitHubApp app -> Optional.of(authorization(app));
      case Credential.Anonymous _, Credential.SshKey _ -> Optional.empty();
    };
  }

  private String authorization(Credential.GitHubApp app) throws FailureException {
    AppToken known = token;
    if (known == null) {
      known = value(tokens.token(access(app), end.remaining()));
      token = known;
    }
    BasicLogin login = BasicLogin.of(AppToken.USER, known.value());
    login.secrets().forEach(redactor::add);
    return login.authorization();
  }

  /**
   * After the host has refused the login: whether there is another one, with which the request may
   * be sent once more.
   *
   * @throws FailureException if the app gets no token any more
   */
  boolean renew() throws FailureException {
    AppToken refused = token;
    if (renewed || refused == null || !(credential instanceof Credential.GitHubApp app)) {
      return false;
    }
    renewed = true;
    Optional<AppToken> another = value(tokens.another(access(app), refused, end.remaining()));
    another.ifPresent(one -> token = one);
    return another.isPresent();
  }

  private AppTokens.Access access(Credential.GitHubApp app) {
    return new AppTokens.Access(app, url, tenant);
  }

  private static <T> T value(Result<T> result) throws FailureException {
    return switch (result) {
      case Result.Ok<T>(var value) -> value;
      case Result.Failed<T>(var failure) -> throw new FailureException(failure);
    };
  }
}
