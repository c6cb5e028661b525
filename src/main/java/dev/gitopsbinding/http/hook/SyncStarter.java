package dev.gitopsbinding.http.hook;

import dev.gitopsbinding.http.hook.provider.HookEvent;

/** Has bindings synced because of what a hook names. Called from many threads. */
public interface SyncStarter {
  /** Whether this process syncs bindings; of several, one does. */
  boolean isLeading();

  /**
   * Has the bindings that observe what an event names synced soon, with reads that are made from
   * now on. What a person decides stays.
   *
   * @return whether there are any
   */
  boolean start(HookEvent event);
}
