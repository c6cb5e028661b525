package dev.gitopsbinding.forge;

import dev.gitopsbinding.forge.Check.State;
import dev.gitopsbinding.model.CheckState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides from all checks of a commit whether it has passed. Pure. */
public final class CheckJudge {
  /** What the names of the operator's own statuses begin with. */
  private static final String OWN = "gitopsbinding/";

  private CheckJudge() {}

  /**
   * What the checks say together. A failed check decides, even while others still run.
   *
   * @param names the checks that count; empty: all but those of the operator, at least one
   */
  public static CheckState judge(List<Check> checks, List<String> names) {
    List<Check> counting =
        current(checks).stream()
            .filter(check -> names.isEmpty() ? !isOwn(check) : names.contains(check.name()))
            .toList();
    Optional<Check> failed =
        counting.stream().filter(check -> check.state() == State.FAILED).findFirst();
    if (failed.isPresent()) {
      Check first = failed.get();
      return new CheckState.Failed(first.name(), first.result(), first.link());
    }
    List<String> running =
        counting.stream()
            .filter(check -> check.state() == State.RUNNING)
            .map(Check::name)
            .distinct()
            .toList();
    List<String> missing =
        names.stream()
            .filter(name -> counting.stream().noneMatch(check -> check.name().equals(name)))
            .toList();
    return counting.isEmpty() || !running.isEmpty() || !missing.isEmpty()
        ? new CheckState.Pending(running, missing)
        : new CheckState.Passed();
  }

  /** What bindings report of a commit depends on its rollout, which waits for its checks. */
  private static boolean isOwn(Check check) {
    return check.name().startsWith(OWN);
  }

  /** The checks without those that newer ones of the same series replace. */
  public static List<Check> current(List<Check> checks) {
    List<Check> current = new ArrayList<>();
    Map<String, Check> newest = new LinkedHashMap<>();
    for (Check check : checks) {
      String series = check.series();
      if (series == null) {
        current.add(check);
      } else {
        newest.merge(series, check, (one, other) -> one.id() >= other.id() ? one : other);
      }
    }
    current.addAll(newest.values());
    return current;
  }
}
