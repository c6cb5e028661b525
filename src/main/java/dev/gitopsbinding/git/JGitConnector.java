package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.HostClient;
import dev.gitopsbinding.net.HostPermits;
import dev.gitopsbinding.net.SchemePolicy;
import dev.gitopsbinding.net.SharedPool;
import dev.gitopsbinding.net.TimeLimit;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects by JGit. Operations at one host share logins, and only so many run at once. */
final class JGitConnector implements Connector, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JGitConnector.class);

  /** A list of refs is held in memory; 16 MiB hold about 250 000. */
  private static final long MAX_LISTED_BYTES = 16L << 20;

  /** Longer than the usual interval, shorter than what firewalls forget after. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(150);

  /** A key that the host's owner takes away works for so long where it is in use. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final int MAX_LOGINS = 10_000;

  private final GitSettings settings;
  private final GitListener listener;
  private final HostPermits permits;
  private final SharedPool<SshLogin.Key, SshLogin> sshLogins =
      new SharedPool<>(IDLE_TIME, MAX_AGE, MAX_LOGINS);
  private final SharedPool<HostClient.Key, HostClient> httpLogins =
      new SharedPool<>(IDLE_TIME, MAX_AGE, MAX_LOGINS);

  JGitConnector(GitSettings settings, GitListener listener) {
    IsolatedSystemReader.install();
    this.settings = settings;
    this.listener = listener;
    this.permits = new HostPermits(settings.operationsPerHost());
  }

  /** Ends logins that nobody uses any more. */
  void closeIdle() {
    sshLogins.closeIdle();
    httpLogins.closeIdle();
  }

  @Override
  public void close() {
    sshLogins.close();
    httpLogins.close();
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
        settings
            .allowedHosts()
            .refusal(remote.branch().url())
            .or(() -> refusal(remote))
            .<Result<T>>map(Result::failed)
            .orElseGet(() -> inTurn(remote, local, operation, TimeLimit.in(timeout), use));
    Optional<Reason> reason =
        switch (result) {
          case Result.Ok<T> _ -> Optional.empty();
          case Result.Failed<T>(Failure failure) -> Optional.of(failure.reason());
        };
    listener.operationEnded(operation, reason, Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  private <T> Result<T> inTurn(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      TimeLimit deadline,
      Use<T> use) {
    RepositoryUrl url = remote.branch().url();
    try {
      Optional<HostPermits.Permit> permit =
          permits.acquire(url.hostAndPort(), deadline.remaining());
      if (permit.isEmpty()) {
        return Result.failed(crowded(url));
      }
      try (var _ = permit.get()) {
        return connect(remote, local, operation, deadline, use, true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.failed(Deadline.stopping(url));
    }
  }

  private <T> Result<T> connect(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      TimeLimit deadline,
      Use<T> use,
      boolean mayRepeat) {
    RepositoryUrl url = remote.branch().url();
    List<String> secrets = Secrets.of(remote.credential(), settings.proxies().proxyFor(url));
    FailureClassifier failures = new FailureClassifier(url, secrets, remote.credential());
    ReceivedBytes received = new ReceivedBytes(url.hostAndPort(), limit(operation));
    AtomicBoolean cut = new AtomicBoolean();
    try (Connection connection = open(url, remote.credential(), secrets, received)) {
      Result<T> result =
          new Deadline(url, deadline.remaining())
              .run(() -> use(connection, url, local, use, failures, cut), connection::abort);
      if (received.announceSha256()) {
        return Result.failed(sha256(url));
      }
      boolean left =
          mayRepeat && connection.reused() && cut.get() && received.none() && isOpen(deadline);
      if (!left || !(result instanceof Result.Failed<T>(Failure failure)) || isLate(failure)) {
        return result;
      }
      connection.abort();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Result.failed(internal(url, e));
    }
    // The host had left the connection before it heard of this operation.
    return connect(remote, local, operation, deadline, use, false);
  }

  private static boolean isOpen(TimeLimit deadline) {
    return !deadline.expired() && !Thread.currentThread().isInterrupted();
  }

  private static boolean isLate(Failure failure) {
    return failure.reason() == Reason.TIMED_OUT;
  }

  private long limit(GitListener.Operation operation) {
    return operation == GitListener.Operation.LS_REFS
        ? Math.min(MAX_LISTED_BYTES, settings.maxReceivedBytes())
        : settings.maxReceivedBytes();
  }

  private Connection open(
      RepositoryUrl url, Credential credential, List<String> secrets, ReceivedBytes received)
      throws IOException, GeneralSecurityException {
    if (credential instanceof Credential.SshKey key) {
      return new SshConnection(
          sshLogins.take(SshLogin.Key.of(url, key), () -> SshLogin.begin(url, key, settings)),
          received);
    }
    return new HttpGitConnection(
        url,
        credential,
        httpLogins.take(
            HostClient.Key.of(url, credential.digest()),
            () -> HttpGitConnection.login(url, credential, settings)),
        secrets,
        received);
  }

  private <T> Result<T> use(
      Connection connection,
      RepositoryUrl url,
      Repository local,
      Use<T> use,
      FailureClassifier failures,
      AtomicBoolean cut) {
    try (Transport transport = Transport.open(local, JGitUris.of(url))) {
      transport.setTimeout(Math.toIntExact(Math.max(1, settings.readTimeout().toSeconds())));
      connection.attach(transport);
      return Result.ok(use.apply(transport));
    } catch (IOException e) {
      Failure failure = failures.classify(e, connection);
      // What was refused on purpose, there or here, is no connection that was cut.
      cut.set(
          connection.refusal().isEmpty()
              && ConnectFaults.causes(e).stream().noneMatch(FailureException.class::isInstance));
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
        Optional<Failure> clearText = new SchemePolicy(settings.allowHttp()).refusal(url);
        yield clearText.isEmpty() && sshKey ? Optional.of(mismatch(url)) : clearText;
      }
    };
  }

  private Failure crowded(RepositoryUrl url) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "%s: waited in vain for one of the %d operations that may run at once at %s. Check the host's health, or raise spec.timeout"
            .formatted(url, settings.operationsPerHost(), url.hostAndPort()));
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
