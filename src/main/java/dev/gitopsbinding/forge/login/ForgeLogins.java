package dev.gitopsbinding.forge.login;

import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the access to a forge from a Secret: a token or password that it holds, or a token of the
 * GitHub App that it holds. Retries once with a fresh login.
 */
public final class ForgeLogins {
  private static final Set<String> LOGINS =
      Set.of("bearerToken", "password", "ca.crt", "githubAppID", "githubAppPrivateKey");

  private final SecretSource secrets;
  private final AppTokens tokens;

  /**
   * @param tokens asked only for Secrets that hold an app
   */
  public ForgeLogins(SecretSource secrets, AppTokens tokens) {
    this.secrets = secrets;
    this.tokens = tokens;
  }

  /**
   * Who wants to log in, and where.
   *
   * @param secret the Secret's name; null to ask without a login
   * @param repository its URL in the API, to whose host the Secret's owner has to consent
   * @param field the field of the spec that holds {@code secretRef}; messages about the Secret
   *     begin with it
   */
  public record Request(
      String namespace, @Nullable String secret, RepositoryUrl repository, String field) {}

  /**
   * A login.
   *
   * @param token null if the Secret itself holds what is sent
   */
  private record Login(Credential credential, ForgeAccess access, @Nullable AppToken token) {}

  /**
   * Uses the access. A {@link Failure.Secret} may be due to a login that was replaced meanwhile:
   * the Secret is read again, and if it holds the same app, another token is requested. If that
   * gives another login, the use is repeated once with it.
   *
   * @param use gets an access whose token is valid for some minutes
   */
  public <T> Result<T> use(
      Request request, TimeLimit deadline, Function<ForgeAccess, Result<T>> use)
      throws InterruptedException {
    if (request.secret() == null) {
      return use.apply(new ForgeAccess(null, null));
    }
    Result<Login> first = login(request, deadline);
    Result<T> result = first.then(login -> use.apply(login.access()));
    if (!(result instanceof Result.Failed<T>(Failure.Secret _))) {
      return result;
    }
    secrets.forget(request.namespace(), request.secret());
    Result<Optional<Login>> second = another(request, first, deadline);
    return switch (second) {
      case Result.Failed<Optional<Login>>(var failure) -> Result.failed(failure);
      case Result.Ok<Optional<Login>>(var login) ->
          login.isPresent() ? use.apply(login.get().access()) : result;
    };
  }

  private Result<Login> login(Request request, TimeLimit deadline) throws InterruptedException {
    return at(
        request, credential(request).then(credential -> login(request, credential, deadline)));
  }

  /** A login that differs from the first one. */
  private Result<Optional<Login>> another(Request request, Result<Login> first, TimeLimit deadline)
      throws InterruptedException {
    Result<Credential> fresh = credential(request);
    if (!(first instanceof Result.Ok<Login>(var known))
        || !fresh.equals(Result.ok(known.credential()))) {
      return at(request, fresh.then(credential -> login(request, credential, deadline)))
          .then(login -> Result.ok(Optional.of(login)));
    }
    AppToken refused = known.token();
    if (refused == null || !(known.credential() instanceof Credential.GitHubApp app)) {
      return Result.ok(Optional.empty());
    }
    return at(
        request,
        forForge(tokens.another(access(app, request), refused, deadline.remaining()))
            .then(token -> Result.ok(token.map(one -> login(app, one)))));
  }

  private Result<Credential> credential(Request request) throws InterruptedException {
    String name = Objects.requireNonNull(request.secret());
    Result<SecretData> found =
        secrets.secret(request.namespace(), name).then(ForgeLogins::withLogin);
    return found instanceof Result.Failed<SecretData>(var failure)
        ? Result.failed(failure)
        : secrets.credential(request.namespace(), name, request.repository());
  }

  /**
   * Fails for a Secret that only holds an SSH key. Its parser would advise an {@code ssh://} URL,
   * which is right for a repository, but the API of a forge needs a token.
   */
  private static Result<SecretData> withLogin(SecretData secret) {
    return LOGINS.stream().anyMatch(secret.data()::containsKey)
        ? Result.ok(secret)
        : Result.failed(
            new Failure.Secret(
                Reason.SECRET_KEY_MISSING,
                "%s has no key 'bearerToken'. Put an access token of the forge under it"
                    .formatted(secret)));
  }

  private Result<Login> login(Request request, Credential credential, TimeLimit deadline) {
    return switch (credential) {
      case Credential.Bearer(var token, var authorities) ->
          Result.ok(new Login(credential, new ForgeAccess(token, authorities), null));
      case Credential.Basic(var _, var password, var authorities) ->
          Result.ok(new Login(credential, new ForgeAccess(password, authorities), null));
      case Credential.Anonymous(var authorities) ->
          Result.ok(new Login(credential, new ForgeAccess(null, authorities), null));
      case Credential.GitHubApp app ->
          forForge(tokens.token(access(app, request), deadline.remaining()))
              .then(token -> Result.ok(login(app, token)));
      case Credential.SshKey _ ->
          throw new IllegalStateException("a credential for an https URL is never a key");
    };
  }

  private static Login login(Credential.GitHubApp app, AppToken token) {
    return new Login(
        app, new ForgeAccess(token.value(), app.caCertificates(), app.digest()), token);
  }

  private static AppTokens.Access access(Credential.GitHubApp app, Request request) {
    return new AppTokens.Access(app, request.repository(), request.namespace());
  }

  /**
   * A failure of an app's login at a forge, whose reasons are those of a forge: at a git host the
   * same reasons say something of the right to push.
   */
  private static <T> Result<T> forForge(Result<T> result) {
    if (!(result instanceof Result.Failed<T>(var failure))) {
      return result;
    }
    Reason reason = Reason.FORGE_UNAVAILABLE;
    return Result.failed(
        switch (failure.reason()) {
          case AUTHENTICATION_FAILED, CERTIFICATE_INVALID ->
              new Failure.Secret(reason, failure.message());
          case RATE_LIMITED ->
              failure instanceof Failure.Limited(_, var message, var until)
                  ? new Failure.Limited(reason, message, until)
                  : failure;
          case REPOSITORY_NOT_FOUND, HOST_UNREACHABLE, TIMED_OUT, REMOTE_ERROR ->
              new Failure.Remote(reason, failure.message());
          default -> failure;
        });
  }

  private static <T> Result<T> at(Request request, Result<T> result) {
    return switch (result) {
      case Result.Ok<T> ok -> ok;
      case Result.Failed<T>(var failure) ->
          Result.failed(failure.at(request.field() + ".secretRef"));
    };
  }
}
