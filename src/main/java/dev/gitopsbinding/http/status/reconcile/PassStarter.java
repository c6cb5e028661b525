package dev.gitopsbinding.http.status.reconcile;

import dev.gitopsbinding.model.BindingId;
import java.util.Collection;
import java.util.Optional;

/** Starts syncs because a client asks for them. */
public interface PassStarter {
  /** Whether this process syncs bindings; of several, one does. */
  boolean isLeading();

  /**
   * Has bindings synced now, with reads that are made from now on. What a person decides stays: a
   * binding on hold stays so, and a suspended one is not synced.
   *
   * @return empty if an earlier pass is not closed yet
   */
  Optional<SyncPass> start(Collection<BindingId> bindings);
}
