package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.source.copy.Fetched;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which commits the host was asked for beside a branch, and how deep, so that it is not asked at
 * each sync again. A refusal is forgotten after a while: it may have had another cause than that
 * the host has no such commit. Times are those of {@link System#nanoTime}.
 */
final class OlderCommits {
  static final Duration RETRY = Duration.ofMinutes(10);

  private static final int MAX_KNOWN = 100;

  /**
   * @param step the deepest step that was fetched; negative for none
   */
  private record Asked(int step, boolean refused, long at) {}

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
      case Result.Ok<Fetched>(Fetched.Commit _) -> note(commit, new Asked(step, false, now));
      case Result.Ok<Fetched> _ -> note(commit, new Asked(nextStep(commit) - 1, true, now));
      case Result.Failed<Fetched>(Failure failure) -> {
        switch (failure.reason()) {
          case TIMED_OUT, HOST_UNREACHABLE, RATE_LIMITED, CACHE_FULL -> {
            // It says nothing about the commit.
          }
          default -> note(commit, new Asked(nextStep(commit) - 1, true, now));
        }
      }
    }
  }

  /** What was fetched is no longer known. */
  void forgetFetched() {
    asked.replaceAll((_, last) -> new Asked(-1, last.refused(), last.at()));
  }

  private void note(CommitSha commit, Asked last) {
    asked.remove(commit);
    asked.put(commit, last);
    if (asked.size() > MAX_KNOWN) {
      asked.remove(asked.keySet().iterator().next());
    }
  }
}
