package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects by JGit, each operation over a connection of its own. */
final class JGitConnector implements Connector {
  private static final Logger LOG = LoggerFactory.getLogger(JGitConnector.class);

  /** A list of refs is held in memory; 64 MiB hold about a million. */
  private static final long MAX_LISTED_BYTES = 64L << 20;

  private final GitSettings settings;
  private final GitListener listener;

  JGitConnector(GitSettings settings, GitListener listener) {
    IsolatedSystemReader.install();
    this.settings = settings;
    this.listener = listener;
  }

  @Override
  public <T> Result<T> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      Use<T> use) {
    long start = System.nanoTime();
    Result<T> result =
        refusal(remote)
            .<Result<T>>map(Result::failed)
            .orElseGet(() -> connect(remote, local, operation, timeout, use));
    Optional<Reason> reason =
        switch (result) {
          case Result.Ok<T> _ -> Optional.empty();
          case Result.Failed<T>(Failure failure) -> Optional.of(failure.reason());
        };
    listener.operationEnded(operation, reason, Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  private <T> Result<T> connect(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      Use<T> use) {
    RepositoryUrl url = remote.branch().url();
    FailureClassifier failures = new FailureClassifier(url, Secrets.of(remote.credential()));
    long limit =
        operation == GitListener.Operation.LS_REFS
            ? Math.min(MAX_LISTED_BYTES, settings.maxReceivedBytes())
            : settings.maxReceivedBytes();
    ReceivedBytes received = new ReceivedBytes(url.hostAndPort(), limit);
    try (Connection connection = open(url, remote.credential(), received)) {
      Result<T> result =
          new Deadline(url, timeout)
              .run(() -> use(connection, url, local, use, failures), connection::abort);
      return received.announceSha256() ? Result.failed(sha256(url)) : result;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Result.failed(internal(url, e));
    }
  }

  private Connection open(RepositoryUrl url, Credential credential, ReceivedBytes received)
      throws IOException, GeneralSecurityException {
    return credential instanceof Credential.SshKey key
        ? new SshConnection(url, key, settings, received)
        : new HttpGitConnection(url, credential, settings, received);
  }

  private <T> Result<T> use(
      Connection connection,
      RepositoryUrl url,
      Repository local,
      Use<T> use,
      FailureClassifier failures) {
    try (Transport transport = Transport.open(local, JGitUris.of(url))) {
      transport.setTimeout(Math.toIntExact(Math.max(1, settings.readTimeout().toSeconds())));
      connection.attach(transport);
      return Result.ok(use.apply(transport));
    } catch (IOException e) {
      Failure failure = failures.classify(e, connection);
      LOG.debug("{} failed with {}: {}", url, e.getClass().getName(), failure.message());
      return Result.failed(failure);
    } catch (RuntimeException e) {
      return Result.failed(internal(url, e));
    }
  }

  private Optional<Failure> refusal(Remote remote) {
    RepositoryUrl url = remote.branch().url();
    boolean sshKey = remote.credential() instanceof Credential.SshKey;
    return switch (url.scheme()) {
      case SSH -> sshKey ? Optional.empty() : Optional.of(mismatch(url));
      case HTTPS -> sshKey ? Optional.of(mismatch(url)) : Optional.empty();
      case HTTP -> {
        if (!settings.allowHttp()) {
          yield Optional.of(
              new Failure.Spec(
                  Reason.SCHEME_NOT_ALLOWED,
                  url
                      + " is clear text, which the operator's settings forbid; use https:// or ssh://"));
        }
        yield sshKey ? Optional.of(mismatch(url)) : Optional.empty();
      }
    };
  }

  private static Failure mismatch(RepositoryUrl url) {
    return new Failure.Secret(
        Reason.SECRET_KEY_MISSING, "The Secret holds nothing that logs in to " + url);
  }

  private static Failure sha256(RepositoryUrl url) {
    return new Failure.Spec(
        Reason.UNSUPPORTED_REPOSITORY,
        url + " has the object format SHA-256, which cannot be read; use a repository of SHA-1");
  }

  private static Failure internal(RepositoryUrl url, Exception error) {
    LOG.error("{}: unexpected {}", url, error.getClass().getName(), error);
    return new Failure.Internal(
        url + ": unexpected " + error.getClass().getSimpleName() + "; see the operator's log");
  }
}
