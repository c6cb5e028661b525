package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.git.transport.Transfer;
import dev.gitopsbinding.git.transport.TransferLimits;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
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
import java.util.concurrent.ThreadFactory;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Connects by JGit. Operations at one host share connections, and their number is limited. */
public final class JGitConnector implements Connector, AutoCloseable {
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
    Transfer transfer = new Transfer(url, remote.payers(), deadline, memory, CpuWorkers.shared());
    ReceivedBytes received =
        new ReceivedBytes(url.hostAndPort(), settings.maxReceivedBytes(), limits.list(), transfer);
    try (Connection connection = connections.open(remote, redactor, received, deadline)) {
      boolean packs = operation != GitListener.Operation.LS_REFS;
      if (packs) {
        // Before the thread is started: the memory budget limits the number of threads too.
        transfer.hold(Transfer.FLAT_BYTES);
      }
      OperationSession session =
          new OperationSession(
              remote, redactor, connection, transfer, received, limits, settings.readTimeout());
      Result<T> result =
          session.run(
              new OperationDeadline(url, deadline.remaining(), OperationLimits.advice(operation)),
              packs ? packing : Thread.ofVirtual().factory(),
              local,
              use);
      if (received.announceSha256()) {
        return Result.failed(RemotePolicy.sha256(url));
      }
      if (!mayRepeat || !isOpen(deadline) || !session.closedByHost(result)) {
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
      return Result.failed(OperationSession.internal(url, e));
    }
    // The host had closed the shared connection before it received this operation.
    return connect(remote, local, operation, deadline, use, false);
  }

  private static boolean isOpen(TimeLimit deadline) {
    return !deadline.expired() && !Thread.currentThread().isInterrupted();
  }
}
