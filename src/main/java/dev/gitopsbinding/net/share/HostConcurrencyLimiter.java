package dev.gitopsbinding.net.share;

import dev.gitopsbinding.net.share.FairSemaphore.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits how many operations run at once at each host, fairly between tenants.
 *
 * <ul>
 *   <li>A single tenant may use all permits. Two more permits are only for tenants who use none.
 *   <li>An operation that takes longer than {@link #TURN} no longer counts against other tenants,
 *       only against its own. So a tenant whose operations hang delays only itself.
 *   <li>One operation of each tenant is always admitted, however many others hang; it waits for its
 *       turn only.
 * </ul>
 *
 * <p>Thread-safe; callers block.
 */
public final class HostConcurrencyLimiter {
  /** How long an operation counts against other tenants. Most operations are much shorter. */
  static final Duration TURN = Duration.ofSeconds(2);

  private static final int TURNS_FOR_NEWCOMERS = 2;

  /** With more tenants than this that hang with all their permits, each tenant gets one permit. */
  private static final int TENANTS_THAT_HANG = 4;

  private static final ScheduledExecutorService TIMER = timer();

  private final int permits;
  private final ScheduledExecutorService timer;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  /**
   * Creates a limiter with all permits free.
   *
   * @param permits for each tenant at each host, at least 1
   */
  public HostConcurrencyLimiter(int permits) {
    this(permits, TIMER);
  }

  /**
   * @param timer ends turns
   */
  HostConcurrencyLimiter(int permits, ScheduledExecutorService timer) {
    this.permits = permits;
    this.timer = timer;
  }

  /** What an operation does. */
  public enum Kind {
    /** Reads little, such as the tip of a branch, or whether an image exists. */
    QUESTION,
    /** Transfers objects, which may take long; never uses a tenant's last permit. */
    TRANSFER
  }

  /**
   * The operations at one host.
   *
   * @param transfers counts transfers until they end
   * @param places counts all operations until they end
   * @param turns counts all operations until they end or have run for the turn
   * @param users how many callers have a permit or wait for one
   */
  private record Host(
      FairSemaphore transfers, FairSemaphore places, FairSemaphore turns, int users) {
    Host with(int more) {
      return new Host(transfers, places, turns, users + more);
    }
  }

  /**
   * Waits for a permit.
   *
   * @param name the host, with its port
   * @param tenant who the operation is for, usually a namespace
   * @return empty if there was none within {@code timeout}
   */
  public Optional<Permit> acquire(String name, String tenant, Kind kind, Duration timeout)
      throws InterruptedException {
    return acquire(name, tenant, kind, timeout, PendingRequest.UNSHARED);
  }

  /**
   * As {@link #acquire(String, String, Kind, Duration)}, for a request that gives up once it is
   * answered.
   *
   * @return empty also if the request was answered while it waited
   */
  public Optional<Permit> acquire(
      String name, String tenant, Kind kind, Duration timeout, PendingRequest request)
      throws InterruptedException {
    Host host = hosts.compute(name, (_, known) -> (known == null ? newHost() : known).with(1));
    List<Permit> held = new ArrayList<>();
    boolean complete = false;
    try {
      complete = acquire(host, tenant, kind, TimeLimit.in(timeout), request, held);
    } finally {
      if (!complete) {
        release(name, held);
      }
    }
    return complete ? Optional.of(begin(name, held)) : Optional.empty();
  }

  private static boolean acquire(
      Host host, String tenant, Kind kind, TimeLimit end, PendingRequest request, List<Permit> held)
      throws InterruptedException {
    List<FairSemaphore> wanted =
        switch (kind) {
          case QUESTION -> List.of(host.places(), host.turns());
          case TRANSFER -> List.of(host.transfers(), host.places(), host.turns());
        };
    for (FairSemaphore semaphore : wanted) {
      Optional<Permit> permit = semaphore.acquire(tenant, 1, end.remaining(), request);
      if (permit.isEmpty()) {
        return false;
      }
      held.add(permit.get());
    }
    return true;
  }

  /** The last permit held is the turn. */
  private Permit begin(String name, List<Permit> held) {
    Permit turnHeld = once(held.removeLast());
    Future<?> end = timer.schedule(turnHeld::close, TURN.toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      end.cancel(false);
      turnHeld.close();
      release(name, held);
    };
  }

  private void release(String name, List<Permit> held) {
    held.reversed().forEach(Permit::close);
    leave(name);
  }

  private Host newHost() {
    int more = TENANTS_THAT_HANG * permits;
    return new Host(
        FairSemaphore.withOneForEach(more, Math.max(1, permits - 1)),
        FairSemaphore.withOneForEach(more, permits),
        new FairSemaphore(permits + TURNS_FOR_NEWCOMERS, permits, TURNS_FOR_NEWCOMERS),
        0);
  }

  // Map.computeIfPresent removes an entry by a null.
  private void leave(String name) {
    hosts.computeIfPresent(name, (_, known) -> known.users() == 1 ? null : known.with(-1));
  }

  private static Permit once(Permit permit) {
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        permit.close();
      }
    };
  }

  /** Uses a platform thread, because operations may keep all carriers of virtual threads busy. */
  private static ScheduledExecutorService timer() {
    var threads = Thread.ofPlatform().daemon().name("host-turns").factory();
    var executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
