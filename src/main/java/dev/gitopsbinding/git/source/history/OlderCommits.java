package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.source.copy.Fetched;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which commits outside of a branch the host was asked for, and how deep, so that it is
 * not asked again at each sync. A refusal is forgotten after a while: it may have had another cause
 * than that the host has no such commit. Times are those of {@link System#nanoTime}.
 */
final class OlderCommits {
  static final Duration RETRY = Duration.ofMinutes(10);

  private static final int MAX_KNOWN = 100;
  private static final int MAX_LATE = 2;

  /**
   * @param step the deepest step that was fetched; negative for none
   * @param late how many attempts in a row ended by a timeout or a full cache
   */
  private record Asked(int step, boolean refused, int late, long at) {}

  private final Map<CommitSha, Asked> asked = new LinkedHashMap<>();

  /** The next step to fetch of a commit; 0 if it was not fetched yet. */
  int nextStep(CommitSha commit) {
    Asked last = asked.get(commit);
    return last == null ? 0 : last.step() + 1;
  }

  /** Whether the host may be asked for a commit. */
  boolean allows(CommitSha commit, long now) {
    Asked last = asked.get(commit);
    return last == null || !last.refused() || now - last.at() >= RETRY.toNanos();
  }

  /**
   * The host was asked for a commit.
   *
   * @param fetched how that ended. Without the commit there is no common ancestor to name, and
   *     nothing else is wrong
   */
  void asked(CommitSha commit, int step, Result<Fetched> fetched, long now) {
    switch (fetched) {
      case Result.Ok<Fetched>(Fetched.Commit _) -> note(commit, new Asked(step, false, 0, now));
      case Result.Ok<Fetched> _ -> refused(commit, now);
      case Result.Failed<Fetched>(Failure failure) -> {
        switch (failure.reason()) {
          case HOST_UNREACHABLE, RATE_LIMITED -> {
            // Nothing was learned about the commit.
          }
          case TIMED_OUT, CACHE_FULL -> late(commit, now);
          default -> refused(commit, now);
        }
      }
    }
  }

  /** What was fetched is no longer known. */
  void forgetFetched() {
    asked.replaceAll((_, last) -> new Asked(-1, last.refused(), last.late(), last.at()));
  }

  private void refused(CommitSha commit, long now) {
    note(commit, new Asked(nextStep(commit) - 1, true, 0, now));
  }

  /** One late fetch may be by chance; a history that is too large is late each time. */
  private void late(CommitSha commit, long now) {
    Asked last = asked.get(commit);
    int late = last == null || last.refused() ? 1 : last.late() + 1;
    note(commit, new Asked(nextStep(commit) - 1, late >= MAX_LATE, late, now));
  }

  private void note(CommitSha commit, Asked last) {
    asked.remove(commit);
    asked.put(commit, last);
    if (asked.size() > MAX_KNOWN) {
      asked.remove(asked.keySet().iterator().next());
    }
  }
}
