package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Turns an exception of a request into a failure that says what to do. */
final class RegistryFailureClassifier {
  private static final int MAX_CAUSES = 20;

  private RegistryFailureClassifier() {}

  static RegistryException of(RepositoryUrl host, Exception error, Redactor redactor) {
    List<Throwable> causes =
        Stream.iterate((Throwable) error, cause -> cause != null, Throwable::getCause)
            .limit(MAX_CAUSES)
            .toList();
    return first(causes, RegistryException.class)
        .or(() -> first(causes, FailureException.class).map(RegistryFailureClassifier::carried))
        .orElseGet(() -> new RegistryException(Kind.ERROR, failure(host, causes, redactor)));
  }

  /** Reports everything but a refused address as {@code REGISTRY_UNAVAILABLE}. */
  private static RegistryException carried(FailureException exception) {
    return exception.failure().reason() == Reason.ADDRESS_NOT_ALLOWED
        ? new RegistryException(Kind.ERROR, exception.failure())
        : new RegistryException(Kind.ERROR, exception.failure().message());
  }

  private static Failure failure(RepositoryUrl host, List<Throwable> causes, Redactor redactor) {
    String detail = detail(causes, redactor);
    if (causes.stream().anyMatch(RegistryFailureClassifier::isAboutCertificate)) {
      // A Failure.Secret, because another CA in a Secret may solve it.
      return new Failure.Secret(
          Reason.REGISTRY_UNAVAILABLE,
          "The certificate of %s is not valid (%s). If the registry has a CA of its own, name a Secret with it in spec.image.check.caSecretRef"
              .formatted(host.hostAndPort(), detail));
    }
    return new Failure.Remote(
        Reason.REGISTRY_UNAVAILABLE, text(host.hostAndPort(), causes, detail));
  }

  private static String text(String host, List<Throwable> causes, String detail) {
    if (first(causes, SSLException.class).isPresent()) {
      return "TLS with %s failed (%s). Check that the port speaks HTTPS; registries are asked by HTTPS only"
          .formatted(host, detail);
    }
    if (causes.stream().anyMatch(RegistryFailureClassifier::isAboutConnecting)) {
      return "%s cannot be reached (%s). Check the registry's name and health, and the network"
          .formatted(host, detail);
    }
    if (first(causes, InterruptedIOException.class).isPresent()) {
      return RegistryException.late(host).failure().message();
    }
    return "The connection to %s broke (%s). Check the registry's health; the operator retries"
        .formatted(host, detail);
  }

  private static boolean isAboutCertificate(Throwable cause) {
    return cause instanceof CertificateException
        || cause instanceof CertPathValidatorException
        || cause instanceof SSLPeerUnverifiedException;
  }

  private static boolean isAboutConnecting(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException
        || cause instanceof ConnectTimeoutException;
  }

  private static String detail(List<Throwable> causes, Redactor redactor) {
    Throwable cause = causes.getLast();
    return redactor.clean(
        Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName()));
  }

  private static <T> Optional<T> first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
