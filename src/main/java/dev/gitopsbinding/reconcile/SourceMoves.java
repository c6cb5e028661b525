package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which source tips were seen, and when branches moved. Each way to write a URL has a tip of its
 * own, and a step back to the tip before is no move: else two proxies or replicas of a host, of
 * which one lags, would have bindings wake each other for ever.
 */
final class SourceMoves {
  private final Map<RemoteBranch, Seen> tips = new ConcurrentHashMap<>();
  private final Map<BranchIdentity, Instant> moves = new ConcurrentHashMap<>();

  private record Seen(
      CommitSha tip, Optional<CommitSha> before, Instant at, Optional<Instant> moved) {
    Seen then(CommitSha next, Instant readAt) {
      if (!readAt.isAfter(at)) {
        return this;
      }
      if (next.equals(tip)) {
        return new Seen(tip, before, readAt, moved);
      }
      Optional<Instant> when =
          before.filter(next::equals).isPresent() ? moved : Optional.of(readAt);
      return new Seen(next, Optional.of(tip), readAt, when);
    }
  }

  /** Notes a tip that was read at {@code at}; whether that read is the first to find it moved. */
  boolean note(RemoteBranch branch, CommitSha tip, Instant at) {
    Seen first = new Seen(tip, Optional.empty(), at, Optional.empty());
    Seen[] before = new Seen[1];
    Seen after =
        tips.compute(
            branch,
            (_, known) -> {
              before[0] = known == null ? first : known;
              return before[0].then(tip, at);
            });
    boolean moved = !after.moved().equals(before[0].moved());
    if (moved) {
      moves.put(branch.identity(), at);
    }
    return moved;
  }

  /** When the branch was last found to have moved, by whatever way to write its URL. */
  Optional<Instant> movedAt(BranchIdentity branch) {
    return Optional.ofNullable(moves.get(branch));
  }

  /** Forgets a branch that nobody reads any more. */
  void forget(BranchIdentity branch) {
    tips.keySet().removeIf(known -> known.identity().equals(branch));
    moves.remove(branch);
  }
}
