package dev.gitopsbinding.status.rollout;

import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tag that a binding is to have. */
public final class DesiredTag {
  private DesiredTag() {}

  /** The tag to be deployed, as far as it is known by this sync or by an earlier one. */
  public static @Nullable String of(
      Observation observation, Outcome outcome, @Nullable SourceStatus source) {
    Binding binding = observation.binding();
    if (!binding.policy().wantsTip()) {
      LandedTag landed = observation.status().landed();
      return observation
          .desiredTag()
          .or(
              () ->
                  outcome instanceof Outcome.Kept(var kept) ? Optional.of(kept) : Optional.empty())
          .or(
              () ->
                  Optional.ofNullable(landed)
                      .map(LandedTag::tag)
                      .filter(observation.landedTags()::contains))
          .orElse(null);
    }
    return CommitSha.parse(source == null ? null : source.commit())
        .map(commit -> binding.image().tagFormat().tagOf(commit))
        .orElse(null);
  }
}
