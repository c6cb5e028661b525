package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.PrivateKeys;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.ConnectExceptions;
import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.JGitUris;
import dev.gitopsbinding.git.transport.RemoteMessage;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.Redactor;
import java.io.InterruptedIOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/** Turns what went wrong while talking to a host into a failure that says what to do. */
record FailureClassifier(RepositoryUrl url, Redactor redactor, Remote remote) {
  Failure classify(Throwable error, Connection connection) {
    List<Throwable> causes = ConnectExceptions.causes(error);
    return carried(causes)
        .or(connection::refusal)
        .or(() -> large(causes))
        .or(() -> local(causes))
        .or(() -> tls(causes))
        .or(() -> login(causes))
        .or(() -> unreachable(error, causes))
        .or(() -> late(causes))
        .orElseGet(() -> spoken(causes, connection.said()));
  }

  private static Optional<Failure> carried(List<Throwable> causes) {
    return first(causes, FailureException.class).map(FailureException::failure);
  }

  private Optional<Failure> large(List<Throwable> causes) {
    return first(causes, TooLargeObjectInPackException.class)
        .map(
            e ->
                remote(
                    Reason.RECEIVED_TOO_MUCH,
                    "a file or another object is too large for the operator's memory (%s). Use a repository without it, or ask the operator's owner for more memory"
                        .formatted(e.getMessage())));
  }

  private Optional<Failure> local(List<Throwable> causes) {
    return causes.stream()
        .filter(LocalCopyFailure::isOne)
        .findFirst()
        .map(fault -> LocalCopyFailure.failure(url, fault));
  }

  private Optional<Failure> tls(List<Throwable> causes) {
    Optional<Throwable> certificate =
        causes.stream()
            .filter(
                e ->
                    e instanceof CertificateException
                        || e instanceof CertPathValidatorException
                        || e instanceof SSLPeerUnverifiedException)
            .findFirst();
    if (certificate.isPresent()) {
      return Optional.of(
          remote(
              Reason.CERTIFICATE_INVALID,
              "the certificate of %s is not valid (%s). If the host has a CA of its own, add it to the key 'ca.crt' of the Secret"
                  .formatted(url.hostAndPort(), shown(certificate.get().getMessage()))));
    }
    return first(causes, SSLException.class)
        .map(
            e ->
                remote(
                    Reason.REMOTE_ERROR,
                    "TLS with %s failed (%s). Check that the port speaks HTTPS"
                        .formatted(url.hostAndPort(), shown(e.getMessage()))));
  }

  private Optional<Failure> login(List<Throwable> causes) {
    return first(causes, SshException.class)
        .filter(
            e ->
                e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                    || e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME
                    || String.valueOf(e.getMessage()).contains("Too many authentication"))
        .map(
            e ->
                remote(
                    Reason.AUTHENTICATION_FAILED,
                    "the host refused %s for the user '%s'. Give this key access to the repository (on GitHub a deploy key works for one repository only), or correct the key in the Secret."
                        .formatted(key(), JGitUris.user(url))));
  }

  /** The public half tells the key apart, and is no secret. */
  private String key() {
    return remote.credential() instanceof Credential.SshKey ssh
        ? PrivateKeys.of(ssh, remote.tenant()).stream()
            .findFirst()
            .map(pair -> KeyUtils.getFingerPrint(BuiltinDigests.sha256, pair.getPublic()))
            .map(print -> "the key " + print)
            .orElse("the private key")
        : "the login";
  }

  private Optional<Failure> unreachable(Throwable error, List<Throwable> causes) {
    boolean slow =
        causes.stream().anyMatch(TimeoutException.class::isInstance)
            && first(causes, SshException.class).isPresent();
    return slow || ConnectExceptions.isConnectFault(error)
        ? Optional.of(
            remote(
                Reason.HOST_UNREACHABLE,
                "%s cannot be reached (%s). Check the host's name and health, and the network"
                    .formatted(url.hostAndPort(), shown(causes.getLast().getMessage()))))
        : Optional.empty();
  }

  private Optional<Failure> late(List<Throwable> causes) {
    return first(causes, InterruptedIOException.class)
        .map(
            e ->
                remote(
                    Reason.TIMED_OUT,
                    "%s did not answer in time. Check the host's health"
                        .formatted(url.hostAndPort())));
  }

  private Failure spoken(List<Throwable> causes, String said) {
    String text = said.isBlank() ? String.valueOf(causes.getLast().getMessage()) : said;
    Reason reason = RemoteMessage.reason(text);
    if (reason == Reason.REMOTE_ERROR
        && first(causes, NoRemoteRepositoryException.class).isPresent()) {
      reason = Reason.REPOSITORY_NOT_FOUND;
    }
    String advice =
        switch (reason) {
          case REPOSITORY_NOT_FOUND ->
              "there is no such repository, or the login may not see it; check the URL and the rights";
          case AUTHENTICATION_FAILED -> "the login may not do this; check its rights";
          default -> "check the host's health; the operator retries";
        };
    return remote(reason, "the host said \"%s\": %s".formatted(shown(text), advice));
  }

  private Failure.Remote remote(Reason reason, String text) {
    return new Failure.Remote(reason, url + ": " + text);
  }

  private String shown(String text) {
    return redactor.clean(String.valueOf(text));
  }

  private static <T> Optional<T> first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
