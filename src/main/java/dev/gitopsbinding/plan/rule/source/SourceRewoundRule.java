package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds a commit that does not descend from the deployed one, if the spec says so, unless a sync is
 * requested. A file without the tag of a commit is written as usual.
 */
public final class SourceRewoundRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return !observation.binding().policy().holdsRewound()
            || observation.requested()
            || !holdsTagOfCommit(observation)
        ? Optional.empty()
        : Ask.unlessKnown(observation, Questions.ANCESTRY)
            .or(() -> judge(observation, observation.require(Questions.ANCESTRY)));
  }

  private static boolean holdsTagOfCommit(Observation observation) {
    Binding.Image image = observation.binding().image();
    return observation.require(Questions.MANIFEST).images().stream()
        .flatMap(held -> ManifestSeen.tagOf(held).stream())
        .anyMatch(tag -> image.tagFormat().digitsIn(tag).isPresent());
  }

  private static Optional<Step> judge(Observation observation, Ancestry ancestry) {
    return switch (ancestry) {
      case Ancestry.Descends() -> Optional.empty();
      case Ancestry.Rewound(var deployed, var base) ->
          Optional.of(
              hold(
                  observation,
                  "%s does not descend from %s, which is deployed; %s. It stays until a commit comes that descends from the deployed one."
                      .formatted(selected(observation), deployed, common(base))));
      case Ancestry.BeyondReach(var deployed, var known) ->
          Optional.of(
              hold(
                  observation,
                  "%s is not known to descend from %s, which is deployed: that is not among the newest %d commits of the branch, and older ones are not read. It stays until a sync is requested, as a newer commit is no nearer to it; compare the two in a clone first."
                      .formatted(selected(observation), deployed, known)));
    };
  }

  private static String selected(Observation observation) {
    return observation.selected().orElseThrow().hex();
  }

  private static String common(@Nullable CommitSha base) {
    return base == null
        ? "no commit is known that both descend from"
        : "the newest commit that both descend from is " + base.hex();
  }

  private static Plan.Stop hold(Observation observation, String why) {
    BindingId id = observation.binding().id();
    return new Plan.Stop(
        Reason.SOURCE_REWOUND,
        "On hold: source commit %s To write tag %s now, run `kubectl annotate gitopsbinding %s -n %s --overwrite %s=$(date +%%s)`."
            .formatted(
                why,
                ShortCommits.in(observation.desiredTag().orElseThrow()),
                id.name(),
                id.namespace(),
                GitOpsBinding.REQUESTED_AT));
  }
}
