package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each source branch's last seen tips and when the branch last changed. For a minute
 * after a change, a return to an earlier tip does not count as a change, so that a lagging replica
 * or proxy of the host does not make bindings wake each other again and again. The tips are kept
 * for each spelling of a URL. A branch without readers is forgotten.
 */
final class SourceChangeLog {
  /** Longer than replicas usually lag. */
  private static final Duration UNSETTLED = Duration.ofMinutes(1);

  private static final int REMEMBERED = 4;

  private final Map<RemoteBranch, Seen> tips = new ConcurrentHashMap<>();
  private final Map<BranchIdentity, Instant> moves = new ConcurrentHashMap<>();

  private final Map<BindingId, RemoteBranch> readers = new HashMap<>();
  private final Map<RemoteBranch, Integer> readersOf = new HashMap<>();
  private final Map<BranchIdentity, Integer> spellingsOf = new HashMap<>();

  private record Seen(CommitSha tip, List<CommitSha> before, Instant at, @Nullable Instant moved) {
    Seen then(CommitSha next, Instant readAt) {
      if (!readAt.isAfter(at)) {
        return this;
      }
      if (next.equals(tip)) {
        return new Seen(tip, before, readAt, moved);
      }
      boolean unsettled = moved != null && readAt.minus(UNSETTLED).isBefore(moved);
      Instant when = unsettled && before.contains(next) ? moved : readAt;
      List<CommitSha> known =
          Stream.concat(Stream.of(tip), before.stream()).distinct().limit(REMEMBERED).toList();
      return new Seen(next, known, readAt, when);
    }
  }

  /** Notes the only branch that a binding reads from now on. */
  synchronized void reads(BindingId reader, RemoteBranch branch) {
    RemoteBranch before = readers.put(reader, branch);
    if (branch.equals(before)) {
      return;
    }
    if (readersOf.merge(branch, 1, Integer::sum) == 1) {
      spellingsOf.merge(branch.identity(), 1, Integer::sum);
    }
    if (before != null) {
      leave(before);
    }
  }

  /** Forgets a binding that is gone, and its branch if it has no other reader. */
  synchronized void forget(BindingId reader) {
    RemoteBranch last = readers.remove(reader);
    if (last != null) {
      leave(last);
    }
  }

  /**
   * Notes a tip that one of the branch's readers read at {@code at}.
   *
   * @return whether this read is the first one to see the change
   */
  boolean note(RemoteBranch branch, CommitSha tip, Instant at) {
    Seen first = new Seen(tip, List.of(), at, null);
    Seen[] before = new Seen[1];
    Seen after =
        tips.compute(
            branch,
            (_, known) -> {
              before[0] = known == null ? first : known;
              return before[0].then(tip, at);
            });
    boolean moved = !Objects.equals(after.moved(), before[0].moved());
    if (moved) {
      moves.merge(branch.identity(), at, (one, other) -> one.isAfter(other) ? one : other);
    }
    return moved;
  }

  /** When a change of the branch was last seen, by any spelling of its URL. */
  Optional<Instant> movedAt(BranchIdentity branch) {
    return Optional.ofNullable(moves.get(branch));
  }

  /** The number of entries that are kept. For tests: nothing else shows that none is left over. */
  int size() {
    return tips.size() + moves.size();
  }

  private void leave(RemoteBranch branch) {
    if (last(readersOf, branch)) {
      tips.remove(branch);
      if (last(spellingsOf, branch.identity())) {
        moves.remove(branch.identity());
      }
    }
  }

  /** Decrements a count; whether it was the last one. */
  private static <K> boolean last(Map<K, Integer> counts, K key) {
    return counts.merge(key, -1, (count, less) -> count == 1 ? null : count + less) == null;
  }
}
