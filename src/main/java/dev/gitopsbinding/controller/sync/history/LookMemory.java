package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The commits of each binding that were found without an image while a search goes on over several
 * syncs, so that the next sync looks at older ones. Thread-safe.
 */
final class LookMemory {
  private final Map<BindingId, Set<CommitSha>> missing = new ConcurrentHashMap<>();

  /** Whether the commit was looked at in this search. */
  boolean knows(BindingId binding, CommitSha commit) {
    return missing.getOrDefault(binding, Set.of()).contains(commit);
  }

  /** Notes that a commit has no image that may be deployed. */
  void note(BindingId binding, CommitSha commit) {
    missing.computeIfAbsent(binding, _ -> ConcurrentHashMap.newKeySet()).add(commit);
  }

  /** Ends the search of a binding, or forgets a binding that is gone. */
  void end(BindingId binding) {
    missing.remove(binding);
  }
}
