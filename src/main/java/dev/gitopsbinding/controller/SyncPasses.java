package dev.gitopsbinding.controller;

import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.model.BindingId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has bindings synced because a client asks for it, and knows when these syncs have ended. One pass
 * at a time. Without one, a sync only checks that there is none.
 */
public final class SyncPasses {
  private final Schedule schedule;
  private final ReconcileTimer timer;
  private final Supplier<Set<BindingId>> known;
  private volatile boolean leading;
  private volatile @Nullable Pass running;

  /**
   * Without a pass.
   *
   * @param known the bindings that are not deleted
   */
  public SyncPasses(Schedule schedule, ReconcileTimer timer, Supplier<Set<BindingId>> known) {
    this.schedule = schedule;
    this.timer = timer;
    this.known = known;
  }

  /** Syncs that were asked for together. To be closed, so that another pass can follow. */
  public final class Pass {
    /** Whether a sync of each binding has begun since the pass began; without those that ended. */
    private final Map<BindingId, Boolean> open = new HashMap<>();

    private final CountDownLatch allEnded;

    private Pass(Collection<BindingId> bindings) {
      bindings.forEach(binding -> open.put(binding, false));
      allEnded = new CountDownLatch(open.isEmpty() ? 0 : 1);
    }

    /** Waits until all have ended, and returns those that have not within the time. */
    public Set<BindingId> await(Duration longest) throws InterruptedException {
      boolean _ = allEnded.await(longest.toNanos(), TimeUnit.NANOSECONDS);
      synchronized (open) {
        return new HashSet<>(open.keySet());
      }
    }

    /** Ends the pass; what it asked for goes on. */
    public void close() {
      synchronized (SyncPasses.this) {
        if (running == this) {
          running = null;
        }
      }
    }

    private void begins(BindingId binding) {
      synchronized (open) {
        open.replace(binding, true);
      }
    }

    private void ended(BindingId binding, boolean gone) {
      synchronized (open) {
        // A sync that began before the pass may have used older reads.
        if (gone ? open.remove(binding) != null : open.remove(binding, true)) {
          if (open.isEmpty()) {
            allEnded.countDown();
          }
        }
      }
    }
  }

  /** From now on, this process syncs bindings. */
  void lead() {
    leading = true;
  }

  /** Whether this process syncs bindings. */
  public boolean isLeading() {
    return leading;
  }

  /**
   * Has bindings synced now, with reads that are made from now on.
   *
   * @return empty if another pass is not closed yet
   */
  public synchronized Optional<Pass> start(Collection<BindingId> bindings) {
    if (running != null) {
      return Optional.empty();
    }
    schedule.askFreshReads(bindings);
    Pass pass = new Pass(bindings);
    running = pass;
    // Deletions from now on are reported to the pass; those just before are not.
    Set<BindingId> left = known.get();
    for (BindingId binding : bindings) {
      if (left.contains(binding)) {
        timer.wake(binding);
      } else {
        pass.ended(binding, true);
        schedule.forget(binding);
      }
    }
    return Optional.of(pass);
  }

  /** A sync begins. */
  void begins(BindingId binding) {
    Pass pass = running;
    if (pass != null) {
      pass.begins(binding);
    }
  }

  /** A sync has ended with a result. */
  void ended(BindingId binding) {
    Pass pass = running;
    if (pass != null) {
      pass.ended(binding, false);
    }
  }

  /** Nobody waits for the sync of a binding that is gone. */
  public void forget(BindingId binding) {
    Pass pass = running;
    if (pass != null) {
      pass.ended(binding, true);
    }
  }
}
