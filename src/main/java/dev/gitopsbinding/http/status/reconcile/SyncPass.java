package dev.gitopsbinding.http.status.reconcile;

import dev.gitopsbinding.model.BindingId;
import java.time.Duration;
import java.util.Set;

/** Syncs of some bindings that were asked for. To be closed, so that others can follow. */
public interface SyncPass extends AutoCloseable {
  /** Waits until all have ended, and returns those that have not within the time. */
  Set<BindingId> await(Duration longest) throws InterruptedException;

  @Override
  void close();
}
