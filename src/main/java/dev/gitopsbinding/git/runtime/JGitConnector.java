package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.AppTokens;
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
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.PendingRequest;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.net.share.ThreadShortageException;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects by JGit. Operations at one host share connections, and their number is limited. */
public final class JGitConnector implements Connector, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JGitConnector.class);

  private final GitSettings settings;
  private final GitListener listener;
  private final MemoryBudget memory;
  private final TransferLimits limits;
  private final HostPermits permits;
  private final RateLimits rateLimits;
  private final RemotePolicy check;
  private final ThreadFactory packing;
  private final SharedConnections connections;

  /**
   * @param tokens asked only for credentials that are apps
   * @param steady a monotonic clock, for rate limits
   * @param memory the budget for received data
   * @param packing makes the threads of operations that pack or unpack, which compute for long
   */
  public JGitConnector(
      GitSettings settings,
      GitListener listener,
      AppTokens tokens,
      Clock steady,
      MemoryBudget memory,
      ThreadFactory packing) {
    IsolatedSystemReader.install();
    this.settings = settings;
    this.listener = listener;
    this.memory = memory;
    this.limits = TransferLimits.ofHeap(settings.maxReceivedBytes());
    this.permits = new HostPermits(settings.operationsPerHost());
    this.rateLimits = new RateLimits(steady);
    this.check = new RemotePolicy(settings, rateLimits);
    this.packing = packing;
    this.connections = new SharedConnections(settings, tokens, rateLimits);
  }

  /** Closes idle connections, and forgets rate limits that are over. */
  void closeIdle() {
    connections.closeIdle();
    rateLimits.tidy();
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public <T> Result<T> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      Use<T> use) {
    return with(remote, local, operation, timeout, PendingRequest.UNSHARED, use).orElseThrow();
  }

  @Override
  public <T> Optional<Result<T>> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      PendingRequest request,
      Use<T> use) {
    return CurrentSpan.step(
        "git " + operation.text(),
        Span.Kind.CLIENT,
        span -> {
          long start = System.nanoTime();
          Optional<Failure> refusal = check.refusal(remote);
          Optional<Result<T>> result =
              refusal.isPresent()
                  ? refusal.map(Result::failed)
                  : inTurn(remote, local, operation, TimeLimit.in(timeout), request, use);
          Reason failure = result.flatMap(OperationResult::failure).orElse(null);
          if (result.isPresent()) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            listener.operationEnded(operation, remote.branch().url().hostAndPort(), failure, took);
          } else {
            span.set("gitopsbinding.result", "shared");
          }
          describe(span, remote, failure);
          return result;
        });
  }

  private static void describe(Span span, Remote remote, @Nullable Reason failure) {
    span.set("server.address", remote.branch().url().hostAndPort());
    span.set("vcs.repository.url.full", remote.branch().url().toString());
    span.set("vcs.ref.head.name", remote.branch().branch());
    if (failure != null) {
      span.fail(failure.text());
    }
  }

  /** Empty if the request did not begin. */
  private <T> Optional<Result<T>> inTurn(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      TimeLimit deadline,
      PendingRequest request,
      Use<T> use) {
    RepositoryUrl url = remote.branch().url();
    try {
      Optional<FairSemaphore.Permit> permit = permits.take(remote, operation, deadline, request);
      if (permit.isEmpty()) {
        return request.isAnswered()
            ? Optional.empty()
            : Optional.of(Result.failed(permits.crowded(url)));
      }
      try (var _ = permit.get()) {
        // The host may have set a limit while this operation waited for its permit.
        Optional<Failure> limited = check.limited(remote);
        if (limited.isPresent()) {
          return limited.map(Result::failed);
        }
        TimeLimit end = OperationLimits.holding(operation, deadline);
        return request.begin()
            ? Optional.of(connect(remote, local, operation, end, use, true))
            : Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Result.failed(OperationDeadline.stopping(url)));
    }
  }

  private <T> Result<T> connect(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      TimeLimit deadline,
      Use<T> use,
      boolean mayRepeat)
      throws InterruptedException {
    RepositoryUrl url = remote.branch().url();
    Redactor redactor = Redactor.of(remote.credential().secrets(), settings.proxies());
    FailureClassifier failures = new FailureClassifier(url, redactor, remote);
    Transfer transfer = new Transfer(url, remote.payers(), deadline, memory, CpuWorkers.shared());
    ReceivedBytes received =
        new ReceivedBytes(url.hostAndPort(), settings.maxReceivedBytes(), limits.list(), transfer);
    AtomicBoolean cut = new AtomicBoolean();
    try (Connection connection = connections.open(remote, redactor, received, deadline)) {
      Session session = new Session(connection, transfer, received, failures, cut);
      boolean packs = operation != GitListener.Operation.LS_REFS;
      if (packs) {
        // Before the thread is started: the memory budget limits the number of threads too.
        transfer.hold(Transfer.FLAT_BYTES);
      }
      Result<T> result =
          run(
              session,
              new OperationDeadline(url, deadline.remaining(), OperationLimits.advice(operation)),
              packs ? packing : Thread.ofVirtual().factory(),
              () ->
                  ScopedValue.where(REDACTOR, redactor)
                      .call(() -> use(session, remote, local, use)));
      if (received.announceSha256()) {
        return Result.failed(RemotePolicy.sha256(url));
      }
      boolean closedByHost =
          mayRepeat && connection.reused() && cut.get() && received.none() && isOpen(deadline);
      if (!closedByHost
          || !(result instanceof Result.Failed<T>(Failure failure))
          || isLate(failure)) {
        return result;
      }
      connection.abort();
    } catch (FailureException e) {
      return Result.failed(e.failure());
    } catch (InterruptedIOException e) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    } catch (ThreadShortageException e) {
      return Result.failed(new Failure.Internal(url + ": " + e.getMessage()));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Result.failed(internal(url, e));
    }
    // The host had closed the shared connection before it received this operation.
    return connect(remote, local, operation, deadline, use, false);
  }

  private static <T> Result<T> run(
      Session session,
      OperationDeadline deadline,
      ThreadFactory threads,
      Callable<Result<T>> operation) {
    Transfer transfer = session.transfer();
    try {
      return deadline.run(
          threads,
          operation,
          () -> {
            transfer.giveUp();
            session.connection().abort();
          });
    } catch (ThreadShortageException e) {
      // The operation never began, so it does not release its resources itself.
      transfer.end();
      throw e;
    }
  }

  private static boolean isOpen(TimeLimit deadline) {
    return !deadline.expired() && !Thread.currentThread().isInterrupted();
  }

  private static boolean isLate(Failure failure) {
    return failure.reason() == Reason.TIMED_OUT;
  }

  private record Session(
      Connection connection,
      Transfer transfer,
      ReceivedBytes received,
      FailureClassifier failures,
      AtomicBoolean cut) {}

  private <T> Result<T> use(Session session, Remote remote, Repository local, Use<T> use) {
    RepositoryUrl url = remote.branch().url();
    Connection connection = session.connection();
    session.transfer().begin();
    try (Transport transport = Transport.open(local, JGitUris.of(url))) {
      transport.setTimeout(Math.toIntExact(Math.max(1, settings.readTimeout().toSeconds())));
      connection.attach(transport);
      Incoming incoming = new Incoming(session.transfer(), limits, session.received(), transport);
      return Result.ok(
          ScopedValue.where(Incoming.CURRENT, incoming)
              .where(HostResolver.TENANT, remote.tenant())
              .call(() -> use.apply(transport)));
    } catch (IOException e) {
      Failure failure = session.failures().classify(e, connection);
      // A deliberate refusal, by the host or by this operator, is no connection that was cut.
      session
          .cut()
          .set(connection.refusal().isEmpty() && !CauseChain.of(e).has(FailureException.class));
      LOG.debug("{} failed with {}: {}", url, e.getClass().getName(), failure.message());
      return Result.failed(failure);
    } catch (RuntimeException e) {
      return Result.failed(internal(url, e));
    } finally {
      session.transfer().end();
    }
  }

  private static Failure internal(RepositoryUrl url, Exception error) {
    LOG.error("{}: unexpected {}", url, error.getClass().getName(), error);
    return new Failure.Internal(
        url + ": unexpected " + error.getClass().getSimpleName() + "; see the operator's log");
  }
}
