package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status says of the source of a binding that follows another one: the commit that may be
 * deployed, and the branch that it comes from, as far as that is known. Pure.
 */
final class PromotedSource {
  private PromotedSource() {}

  /** The part of the status; null while no commit of this spec is known. */
  static @Nullable SourceStatus project(Observation observation, Instant now) {
    SourceStatus before = observation.status().source();
    if (!(observation.known(Questions.PROMOTION).orElse(null) instanceof Promotion.Offer offer)) {
      return Objects.equals(
              observation.status().observedGeneration(), observation.binding().generation())
          ? before
          : null;
    }
    RemoteBranch origin =
        Optional.ofNullable(offer.origin()).map(Promotion.Origin::branch).orElse(null);
    String branch = origin == null ? null : origin.branch();
    String url = origin == null ? null : origin.url().toString();
    String commit = offer.commit().hex();
    boolean same =
        before != null
            && commit.equals(before.commit())
            && Objects.equals(branch, before.branch())
            && Objects.equals(url, before.url());
    return same ? before : new SourceStatus(branch, commit, Timestamps.format(now), url);
  }
}
