package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.PathCommit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest commit that touches {@code spec.source.paths}, where the spec names paths. If
 * the commits that were read do not hold it, there is nothing to write.
 */
public final class SourcePathsRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return observation.binding().policy().paths() == null
        ? Optional.empty()
        : Ask.unlessKnown(observation, Questions.PATH_COMMIT)
            .or(() -> judge(observation, observation.require(Questions.PATH_COMMIT)));
  }

  private static Optional<Step> judge(Observation observation, PathCommit newest) {
    return switch (newest) {
      case PathCommit.Found(var commit, var madeFor) -> found(observation, commit, madeFor);
      case PathCommit.None() ->
          Optional.of(
              untouched(
                  "no commit of the %s touches these files."
                      .formatted(observation.binding().sourceLocation().orElseThrow().branch())));
      case PathCommit.BeyondReach(var known) -> Optional.of(keep(observation, known));
    };
  }

  /**
   * A commit that the operator made for another binding of this repository must not be deployed:
   * the push would make a source commit for the other binding in turn, without an end.
   */
  private static Optional<Step> found(
      Observation observation, CommitSha commit, @Nullable String madeFor) {
    return madeFor == null || !SourceIsManifestRule.isOneBranch(observation.binding())
        ? Optional.empty()
        : Optional.of(
            new Plan.Stop(
                Reason.SOURCE_IS_MANIFEST,
                "spec.source.paths matches a file of commit %s, which the operator made for %s: every push would make a new source commit. Add the manifest files to spec.source.paths.exclude."
                    .formatted(commit.abbreviated(), madeFor)));
  }

  /**
   * The file keeps the tag of a commit: none of the commits that were read replaces it. A tag that
   * is not of a commit may have been written by hand, and one that took the place of a landed tag
   * was.
   */
  private static Plan keep(Observation observation, int known) {
    Binding binding = observation.binding();
    TagFormat format = binding.image().tagFormat();
    ManifestSeen manifest = observation.require(Questions.MANIFEST);
    List<String> tags =
        manifest.images().stream()
            .map(image -> ManifestSeen.tagOf(image).orElse(""))
            .distinct()
            .toList();
    Set<String> landed = observation.landedTags();
    boolean keeps =
        tags.size() == 1
            && format.digitsIn(tags.getFirst()).isPresent()
            && (landed.isEmpty() || landed.contains(tags.getFirst()));
    return keeps
        ? new Plan.Keep(tags.getFirst())
        : untouched(
            "none of the newest %d commits of the %s touches these files, and more are not read. %s %s, and %s as %s."
                .formatted(
                    known,
                    binding.sourceLocation().orElseThrow().branch(),
                    binding.places().shownWith("hold"),
                    ShortCommits.in(manifest.shown()),
                    binding.places().isOne() ? "stays" : "stay",
                    binding.places().isOne() ? "it is" : "they are"));
  }

  private static Plan.Stop untouched(String what) {
    return new Plan.Stop(
        Reason.SOURCE_PATHS_UNTOUCHED,
        "spec.source.paths: %s %s".formatted(what, Reason.SOURCE_PATHS_UNTOUCHED.remedy()));
  }
}
