package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.Credentials;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.plan.Observation;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Adds the credential to a location, and retries with a fresh Secret if a login fails. */
public final class CredentialedRemotes {
  private static final Set<Reason> CREDENTIAL_REASONS =
      Set.of(
          Reason.AUTHENTICATION_FAILED,
          Reason.HOST_KEY_UNKNOWN,
          Reason.HOST_KEY_CHANGED,
          Reason.CERTIFICATE_INVALID,
          Reason.REPOSITORY_NOT_FOUND,
          Reason.SECRET_NOT_CONSENTED,
          Reason.SECRET_KEY_MISSING,
          Reason.SECRET_INVALID);

  private final SecretSource secrets;
  private final AllowedHosts allowedHosts;
  private final SchemePolicy schemes;

  public CredentialedRemotes(
      SecretSource secrets, AllowedHosts allowedHosts, SchemePolicy schemes) {
    this.secrets = secrets;
    this.allowedHosts = allowedHosts;
    this.schemes = schemes;
  }

  /**
   * Uses the location. After a failure that a rotated Secret can fix, the Secret is read again; if
   * it changed, the use is repeated once. The message of a failure begins with the field.
   */
  public <T> Result<T> use(BindingId binding, Location location, Function<Remote, Result<T>> use)
      throws InterruptedException {
    return FieldLocator.locate(tryTwice(binding, location, use), binding.namespace(), location);
  }

  private <T> Result<T> tryTwice(
      BindingId binding, Location location, Function<Remote, Result<T>> use)
      throws InterruptedException {
    Result<Remote> first = resolve(binding, location);
    Result<T> result = first.then(use);
    if (!curable(result)) {
      return result;
    }
    forget(binding, location);
    Result<Remote> second = resolve(binding, location);
    return second.equals(first) ? result : second.then(use);
  }

  /**
   * The location with its credential. No Secret is read for a scheme or host that is not allowed.
   * The message of a failure begins with the field.
   */
  public Result<Remote> resolve(BindingId binding, Location location) throws InterruptedException {
    RepositoryUrl url = location.branch().url();
    Optional<Failure> refusal = schemes.refusal(url).or(() -> allowedHosts.refusal(url));
    Result<Remote> remote =
        refusal.isPresent()
            ? Result.failed(refusal.get())
            : credential(binding, location, url)
                .then(
                    login -> Result.ok(new Remote(location.branch(), login, binding.namespace())));
    return FieldLocator.locate(remote, binding.namespace(), location);
  }

  private Result<Credential> credential(BindingId binding, Location location, RepositoryUrl url)
      throws InterruptedException {
    String secret = location.secret();
    return secret == null
        ? Credentials.withoutSecret(url)
        : secrets.credential(binding.namespace(), secret, url);
  }

  /** If a sync was requested: forgets the Secrets that were read before the request. */
  void renew(Observation observation) {
    Binding binding = observation.binding();
    if (binding.requestIsOpen(observation.status())) {
      Stream.of(
              binding.sourceLocation().map(Location::secret).stream(),
              Stream.ofNullable(binding.manifest().secret()),
              Stream.ofNullable(binding.signing()),
              Stream.ofNullable(binding.checks())
                  .map(RequiredChecks::secret)
                  .filter(Objects::nonNull),
              binding.pullRequestSecret().stream(),
              ImageLookup.secrets(observation))
          .flatMap(Function.identity())
          .forEach(name -> secrets.forget(binding.id().namespace(), name, observation.notBefore()));
    }
  }

  /** Forgets the Secret of the location if it may be the cause of a failure. */
  public void forgetAfter(Failure failure, BindingId binding, Location location) {
    if (CREDENTIAL_REASONS.contains(failure.reason())) {
      forget(binding, location);
    }
  }

  private void forget(BindingId binding, Location location) {
    if (location.secret() != null) {
      secrets.forget(binding.namespace(), location.secret());
    }
  }

  private static <T> boolean curable(Result<T> result) {
    return switch (result) {
      case Result.Ok<T>(var value) -> false;
      case Result.Failed<T>(var failure) -> CREDENTIAL_REASONS.contains(failure.reason());
    };
  }
}
