package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.util.Optional;

/** Turns an exception of a request to a registry into a failure that says what to do. */
final class RegistryFailureClassifier {
  private RegistryFailureClassifier() {}

  static RegistryException of(RepositoryUrl host, Exception error, Redactor redactor) {
    CauseChain causes = CauseChain.of(error);
    return causes
        .first(RegistryException.class)
        .or(() -> causes.first(FailureException.class).map(RegistryFailureClassifier::carried))
        .orElseGet(() -> new RegistryException(Kind.ERROR, failure(host, causes, redactor)));
  }

  /** Only a refused address keeps its reason; all else is reported as RegistryUnavailable. */
  private static RegistryException carried(FailureException exception) {
    return exception.failure().reason() == Reason.ADDRESS_NOT_ALLOWED
        ? new RegistryException(Kind.ERROR, exception.failure())
        : new RegistryException(Kind.ERROR, exception.failure().message());
  }

  private static Failure failure(RepositoryUrl url, CauseChain causes, Redactor redactor) {
    String host = url.hostAndPort();
    String message = message(causes.root(), redactor);
    return switch (ConnectionFault.of(causes).kind()) {
      case CERTIFICATE ->
          // A failure of a Secret: another CA in it may be the remedy.
          new Failure.Secret(
              Reason.REGISTRY_UNAVAILABLE,
              "The certificate of %s is not valid (%s). If the registry has a CA of its own, name a Secret with it in spec.image.check.caSecretRef"
                  .formatted(host, message));
      case TLS ->
          unavailable(
              "TLS with %s failed (%s). Check that the port speaks HTTPS; registries are asked by HTTPS only"
                  .formatted(host, message));
      case UNREACHABLE ->
          unavailable(
              "%s cannot be reached (%s). Check the registry's name and health, and the network"
                  .formatted(host, message));
      case TIMED_OUT -> RegistryException.late(host).failure();
      case OTHER ->
          unavailable(
              "The connection to %s broke (%s). Check the registry's health; the operator retries"
                  .formatted(host, message));
    };
  }

  private static Failure unavailable(String message) {
    return new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, message);
  }

  private static String message(Throwable cause, Redactor redactor) {
    return redactor.clean(
        Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName()));
  }
}
