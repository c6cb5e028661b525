package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.Incoming;
import dev.gitopsbinding.git.transport.JGitUris;
import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.git.transport.Transfer;
import dev.gitopsbinding.git.transport.TransferLimits;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.address.HostResolver;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.ThreadShortageException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One operation over one connection, in a thread of its own, and how it ended. */
final class OperationSession {
  private static final Logger LOG = LoggerFactory.getLogger(OperationSession.class);

  private final Remote remote;
  private final RepositoryUrl url;
  private final Redactor redactor;
  private final Connection connection;
  private final Transfer transfer;
  private final ReceivedBytes received;
  private final TransferLimits limits;
  private final Duration readTimeout;
  private volatile boolean cut;

  /**
   * @param redactor knows the secrets of the remote
   * @param received counts what comes by the connection
   * @param readTimeout how long the host may be silent
   */
  OperationSession(
      Remote remote,
      Redactor redactor,
      Connection connection,
      Transfer transfer,
      ReceivedBytes received,
      TransferLimits limits,
      Duration readTimeout) {
    this.remote = remote;
    this.url = remote.branch().url();
    this.redactor = redactor;
    this.connection = connection;
    this.transfer = transfer;
    this.received = received;
    this.limits = limits;
    this.readTimeout = readTimeout;
  }

  /**
   * Runs the operation; to be called once.
   *
   * @throws ThreadShortageException if its thread cannot be started
   */
  <T> Result<T> run(
      OperationDeadline deadline, ThreadFactory threads, Repository local, Connector.Use<T> use) {
    try {
      return deadline.run(
          threads,
          () -> ScopedValue.where(Connector.REDACTOR, redactor).call(() -> inThread(local, use)),
          () -> {
            transfer.giveUp();
            connection.abort();
          });
    } catch (ThreadShortageException e) {
      // The operation never began, so it does not release its resources itself.
      transfer.end();
      throw e;
    }
  }

  /** Whether the host had closed the shared connection before it received the operation. */
  boolean closedByHost(Result<?> result) {
    return connection.reused()
        && cut
        && received.none()
        && result instanceof Result.Failed<?>(Failure failure)
        && failure.reason() != Reason.TIMED_OUT;
  }

  private <T> Result<T> inThread(Repository local, Connector.Use<T> use) {
    transfer.begin();
    try (Transport transport = Transport.open(local, JGitUris.of(url))) {
      transport.setTimeout(Math.toIntExact(Math.max(1, readTimeout.toSeconds())));
      connection.attach(transport);
      Incoming incoming = new Incoming(transfer, limits, received, transport);
      return Result.ok(
          ScopedValue.where(Incoming.CURRENT, incoming)
              .where(HostResolver.TENANT, remote.tenant())
              .call(() -> use.apply(transport)));
    } catch (IOException e) {
      Failure failure = new FailureClassifier(url, redactor, remote).classify(e, connection);
      // A deliberate refusal, by the host or by this operator, is no connection that was cut.
      cut = connection.refusal().isEmpty() && !CauseChain.of(e).has(FailureException.class);
      LOG.debug("{} failed with {}: {}", url, e.getClass().getName(), failure.message());
      return Result.failed(failure);
    } catch (RuntimeException e) {
      return Result.failed(internal(url, e));
    } finally {
      transfer.end();
    }
  }

  /** The failure of an operation that ended by an exception that nobody expects. */
  static Failure internal(RepositoryUrl url, Exception error) {
    LOG.error("{}: unexpected {}", url, error.getClass().getName(), error);
    return new Failure.Internal(
        url + ": unexpected " + error.getClass().getSimpleName() + "; see the operator's log");
  }
}
