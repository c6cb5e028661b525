package dev.gitopsbinding.net.address;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.ThreadShortageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks up host names. A lookup can hang for minutes, ignores interrupts, and would occupy the
 * carrier of a virtual thread. So each lookup runs on a platform thread, and callers who give up
 * leave it behind. Callers who ask for the same name share one lookup. The number of lookups is
 * limited, also for each namespace, so that a namespace whose names hang does not use up all
 * threads. Thread-safe; callers block, and may be interrupted.
 */
public final class HostResolver {
  /** The tenant that the calling thread works for, usually a namespace. */
  public static final ScopedValue<String> TENANT = ScopedValue.newInstance();

  private static final int MOST = 64;
  private static final int SHARE = 8;

  /** Lookups that are only for tenants who have none running. */
  private static final int RESERVE = 16;

  /** Less than the usual limit of an operation, so that the message names the reason. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final HostResolver SHARED =
      new HostResolver(
          InetAddress::getAllByName,
          Thread.ofPlatform().daemon().name("resolve-", 0).factory(),
          PATIENCE);

  private final Names names;
  private final ThreadFactory threads;
  private final Duration patience;
  private final FairSemaphore turns = new FairSemaphore(MOST, SHARE, RESERVE);
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Creates a resolver without lookups.
   *
   * @param patience how long a lookup may wait to begin
   */
  HostResolver(Names names, ThreadFactory threads, Duration patience) {
    this.names = names;
    this.threads = threads;
    this.patience = patience;
  }

  /** The source of addresses. */
  @FunctionalInterface
  interface Names {
    /** All addresses of a host; blocks. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** The resolver of this process; there is one, because it limits the threads of the process. */
  public static HostResolver shared() {
    return SHARED;
  }

  /**
   * Returns all addresses of a host.
   *
   * @param tenant who the lookup is for, usually a namespace
   * @throws FailureException if there are none, the lookup could not begin in time, or the calling
   *     thread was interrupted, for example by the limit of its operation
   */
  public List<InetAddress> resolve(String tenant, String host) throws FailureException {
    try {
      CompletableFuture<List<InetAddress>> known = underWay.get(host);
      return (known == null ? begin(tenant, host) : known).get();
    } catch (ExecutionException e) {
      throw new FailureException(failure(host, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          new Failure.Remote(Reason.TIMED_OUT, "Host %s was not resolved in time".formatted(host)),
          e);
    }
  }

  private CompletableFuture<List<InetAddress>> begin(String tenant, String host)
      throws FailureException, InterruptedException {
    FairSemaphore.Permit turn =
        turns.acquire(tenant, 1, patience).orElseThrow(() -> new FailureException(crowded(host)));
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> other = underWay.putIfAbsent(host, mine);
    if (other != null) {
      turn.close();
      return other;
    }
    try {
      ThreadShortageException.start(threads.newThread(() -> lookUp(host, mine, turn)));
    } catch (RuntimeException | Error e) {
      end(host, turn);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  private void lookUp(
      String host, CompletableFuture<List<InetAddress>> mine, FairSemaphore.Permit turn) {
    try {
      List<InetAddress> addresses = List.of(names.addresses(host));
      end(host, turn);
      mine.complete(addresses);
    } catch (UnknownHostException | RuntimeException | Error e) {
      end(host, turn);
      mine.completeExceptionally(e);
    }
  }

  private void end(String host, FairSemaphore.Permit turn) {
    underWay.remove(host);
    turn.close();
  }

  private Failure crowded(String host) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "Host %s was not resolved: too many DNS lookups are hanging, and no other could start within %d s; a namespace may have %d at once. Check the host names in the namespace's bindings, and the cluster's DNS; the operator retries"
            .formatted(host, patience.toSeconds(), SHARE));
  }

  private static Failure failure(String host, @Nullable Throwable cause) {
    return cause instanceof ThreadShortageException
        ? new Failure.Internal("Host %s was not resolved: %s".formatted(host, cause.getMessage()))
        : new Failure.Remote(
            Reason.HOST_UNREACHABLE,
            "Host %s cannot be resolved. Check its name, and the cluster's DNS".formatted(host));
  }
}
