package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.PrivateKeys;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.JGitUris;
import dev.gitopsbinding.git.transport.RemoteMessage;
import dev.gitopsbinding.git.transport.ssh.SshConnectExceptions;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.http.Redactor;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.jspecify.annotations.Nullable;

/** Turns an exception of a git operation into a failure that says what to do. */
record FailureClassifier(RepositoryUrl url, Redactor redactor, Remote remote) {
  Failure classify(Throwable error, Connection connection) {
    CauseChain causes = CauseChain.of(error);
    return causes
        .first(FailureException.class)
        .map(FailureException::failure)
        .or(connection::refusal)
        .or(() -> large(causes))
        .or(() -> local(causes))
        .or(() -> login(causes))
        .or(() -> connecting(causes))
        .orElseGet(() -> answered(causes, connection.remoteOutput()));
  }

  private Optional<Failure> large(CauseChain causes) {
    return causes
        .first(TooLargeObjectInPackException.class)
        .map(
            e ->
                remote(
                    Reason.RECEIVED_TOO_MUCH,
                    "a file or another object is too large for the operator's memory (%s). Use a repository without it, or ask the operator's owner for more memory"
                        .formatted(e.getMessage())));
  }

  private Optional<Failure> local(CauseChain causes) {
    return causes.all().stream()
        .filter(LocalCopyFailure::isOne)
        .findFirst()
        .map(fault -> LocalCopyFailure.failure(url, fault));
  }

  private Optional<Failure> login(CauseChain causes) {
    return causes
        .first(SshException.class)
        .filter(
            e ->
                e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                    || e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME
                    || String.valueOf(e.getMessage()).contains("Too many authentication"))
        .map(
            _ ->
                remote(
                    Reason.AUTHENTICATION_FAILED,
                    "the host refused %s for the user '%s'. Give this key access to the repository (on GitHub a deploy key works for one repository only), or correct the key in the Secret."
                        .formatted(key(), JGitUris.user(url))));
  }

  /** Names the key by its public half, which is no secret. */
  private String key() {
    return remote.credential() instanceof Credential.SshKey ssh
        ? PrivateKeys.of(ssh, remote.tenant())
            .map(pair -> KeyUtils.getFingerPrint(BuiltinDigests.sha256, pair.getPublic()))
            .map(print -> "the key " + print)
            .orElse("the private key")
        : "the login";
  }

  /** The failure for a fault of the connection; empty for any other fault. */
  private Optional<Failure> connecting(CauseChain causes) {
    ConnectionFault fault = ConnectionFault.of(causes);
    return Optional.ofNullable(
        switch (fault.kind()) {
          case CERTIFICATE ->
              remote(
                  Reason.CERTIFICATE_INVALID,
                  "the certificate of %s is not valid (%s). If the host has a CA of its own, add it to the key 'ca.crt' of the Secret"
                      .formatted(url.hostAndPort(), shown(fault.cause().getMessage())));
          case TLS ->
              remote(
                  Reason.REMOTE_ERROR,
                  "TLS with %s failed (%s). Check that the port speaks HTTPS"
                      .formatted(url.hostAndPort(), shown(fault.cause().getMessage())));
          case UNREACHABLE -> unreachable(causes);
          case TIMED_OUT ->
              SshConnectExceptions.isWithoutSession(causes) ? unreachable(causes) : timedOut();
          case OTHER -> SshConnectExceptions.isWithoutSession(causes) ? unreachable(causes) : null;
        });
  }

  private Failure unreachable(CauseChain causes) {
    return remote(
        Reason.HOST_UNREACHABLE,
        "%s cannot be reached (%s). Check the host's name and health, and the network"
            .formatted(url.hostAndPort(), shown(causes.root().getMessage())));
  }

  private Failure timedOut() {
    return remote(
        Reason.TIMED_OUT,
        "%s did not answer in time. Check the host's health".formatted(url.hostAndPort()));
  }

  private Failure answered(CauseChain causes, String output) {
    String text = output.isBlank() ? String.valueOf(causes.root().getMessage()) : output;
    Reason reason = RemoteMessage.reason(text);
    if (reason == Reason.REMOTE_ERROR && causes.has(NoRemoteRepositoryException.class)) {
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

  private Failure remote(Reason reason, String text) {
    return new Failure.Remote(reason, url + ": " + text);
  }

  private String shown(@Nullable String text) {
    return redactor.clean(String.valueOf(text));
  }
}
