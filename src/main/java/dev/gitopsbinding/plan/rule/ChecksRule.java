package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Waits until the checks of the commit to deploy have passed, and holds if one has failed; only if
 * the spec names checks.
 */
final class ChecksRule implements Rule {
  /** How many names a message shows. */
  private static final int SHOWN = 5;

  @Override
  public Optional<Step> apply(Observation observation) {
    return observation.binding().checks() == null
        ? Optional.empty()
        : Ask.unlessKnown(observation, Questions.CHECKS)
            .or(
                () ->
                    judge(
                        observation.selected().orElseThrow(),
                        observation.require(Questions.CHECKS)));
  }

  private static Optional<Step> judge(CommitSha commit, CheckState state) {
    return switch (state) {
      case CheckState.Passed() -> Optional.empty();
      case CheckState.Pending(var running, var missing) ->
          Optional.of(
              new Plan.Wait(
                  Reason.CHECKS_PENDING,
                  RequiredChecks.subject(commit),
                  "%s. %s"
                      .formatted(
                          pending(commit, running, missing), Reason.CHECKS_PENDING.remedy())));
      case CheckState.Failed(var name, var result, var link) ->
          Optional.of(
              new Plan.Stop(
                  Reason.CHECKS_FAILED,
                  "Check %s of source commit %s did not pass: %s%s. %s"
                      .formatted(
                          name,
                          commit.hex(),
                          result,
                          link == null ? "" : " (" + link + ")",
                          Reason.CHECKS_FAILED.remedy())));
    };
  }

  private static String pending(CommitSha commit, List<String> running, List<String> missing) {
    if (running.isEmpty() && missing.isEmpty()) {
      return "source commit %s has no check yet".formatted(commit.hex());
    }
    String runs = running.isEmpty() ? "" : shown(running) + have(running) + "not ended";
    String absent = missing.isEmpty() ? "" : shown(missing) + have(missing) + "not appeared";
    return "of the checks of source commit %s, %s%s%s"
        .formatted(commit.hex(), runs, runs.isEmpty() || absent.isEmpty() ? "" : "; ", absent);
  }

  private static String shown(List<String> names) {
    String some = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? some + " and %d more".formatted(names.size() - SHOWN) : some;
  }

  private static String have(List<String> names) {
    return names.size() == 1 ? " has " : " have ";
  }
}
