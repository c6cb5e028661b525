package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which pull request of two branches was open when it was last seen, so that it is read alone
 * instead of a list; and when it was last changed, so that no older answer counts. Bounded; the
 * least recently used are forgotten first, which costs a request. Thread-safe.
 */
final class PullRequestMemory {
  private static final int MAX_ENTRIES = 10_000;

  private final Map<Branches, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Two branches of a repository in a forge's API. */
  record Branches(RepositoryUrl repository, String head, String base) {}

  private record Entry(long open, Instant changed) {}

  /** The number of the pull request that was open; 0 if none is known. */
  synchronized long open(Branches branches) {
    Entry entry = entries.get(branches);
    return entry == null ? 0 : entry.open();
  }

  /** Whether an answer is not older than the last change. */
  synchronized boolean isFresh(Branches branches, Instant askedAt) {
    Entry entry = entries.get(branches);
    return entry == null || !askedAt.isBefore(entry.changed());
  }

  /** Notes what was seen. */
  synchronized void seen(Branches branches, PullRequest request) {
    Entry entry = entries.get(branches);
    put(branches, request, entry == null ? Instant.MIN : entry.changed());
  }

  /** Notes what was opened or changed. */
  synchronized void changed(Branches branches, PullRequest request, Instant now) {
    put(branches, request, now);
  }

  private void put(Branches branches, PullRequest request, Instant changed) {
    boolean open = request.state() == PullRequest.State.OPEN;
    entries.put(branches, new Entry(open ? request.number() : 0, changed));
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
  }
}
