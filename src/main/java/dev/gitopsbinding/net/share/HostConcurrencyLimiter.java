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
 * Bounds how many operations run at once at each host, fairly between tenants. A tenant that is
 * alone uses all permits; two more are only for tenants who have none, and one operation of each
 * tenant has a place however many others hang, so that it waits for a turn only. An operation that
 * takes longer than {@link #TURN} hands its turn on and still counts as its tenant's own, so that a
 * tenant whose operations hang soon holds up nobody but itself. Thread-safe; callers block.
 */
public final class HostConcurrencyLimiter {
  /** How long an operation counts against the others. Most take much less. */
  static final Duration TURN = Duration.ofSeconds(2);

  private static final int TURNS_FOR_NEWCOMERS = 2;

  /** So many may hang with all their permits before each tenant gets one only. */
  private static final int TENANTS_THAT_HANG = 4;

  private static final ScheduledExecutorService TIMER = timer();

  private final int permits;
  private final ScheduledExecutorService timer;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  /**
   * Everything is free.
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
    /** It asks for little, such as a branch's tip or a manifest. */
    QUESTION,
    /** It moves objects, which may take long; a tenant's last permit is never used for it. */
    TRANSFER
  }

  /**
   * Operations at one host.
   *
   * @param transfers what moves objects, until it ends
   * @param places everything, until it ends
   * @param turns everything, until it ends or takes long
   * @param users who has a permit or waits for one
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
   * @param tenant on whose behalf, usually a namespace
   * @return empty if there was none within {@code timeout}
   */
  public Optional<Permit> acquire(String name, String tenant, Kind kind, Duration timeout)
      throws InterruptedException {
    Host host =
        hosts.compute(
            name, (_, known) -> Optional.ofNullable(known).orElseGet(this::newHost).with(1));
    List<Permit> held = new ArrayList<>();
    boolean complete = false;
    try {
      complete = acquire(host, tenant, kind, TimeLimit.in(timeout), held);
    } finally {
      if (!complete) {
        release(name, held);
      }
    }
    return complete ? Optional.of(begin(name, held)) : Optional.empty();
  }

  private static boolean acquire(
      Host host, String tenant, Kind kind, TimeLimit end, List<Permit> held)
      throws InterruptedException {
    List<FairSemaphore> wanted =
        switch (kind) {
          case QUESTION -> List.of(host.places(), host.turns());
          case TRANSFER -> List.of(host.transfers(), host.places(), host.turns());
        };
    for (FairSemaphore semaphore : wanted) {
      Optional<Permit> permit = semaphore.acquire(tenant, 1, end.remaining());
      if (permit.isEmpty()) {
        return false;
      }
      held.add(permit.get());
    }
    return true;
  }

  /** The last of what is held is the turn. */
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

  // The type that Map.computeIfPresent asks for knows nothing but null to remove an entry.
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

  /** A thread of the platform's: it must not wait for carriers that operations keep busy. */
  private static ScheduledExecutorService timer() {
    var threads = Thread.ofPlatform().daemon().name("host-turns").factory();
    var executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
