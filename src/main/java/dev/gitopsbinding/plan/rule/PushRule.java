package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.MessageTemplate;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.List;
import java.util.Optional;

/** Writes the desired tag. The last rule, which always applies. */
final class PushRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    Binding binding = observation.binding();
    String tag = observation.desiredTag().orElseThrow();
    CommitSha commit = observation.selected().orElseThrow();
    Optional<RemoteBranch> origin = origin(observation);
    PushContents contents = observation.known(Questions.CONTENTS).orElse(null);
    String message =
        binding
            .messageTemplate()
            .render(
                new MessageTemplate.Variables(
                    binding.id(),
                    binding.image().name(),
                    tag,
                    commit,
                    origin.map(RemoteBranch::branch).orElse(""),
                    origin.map(RemoteBranch::url).orElse(null),
                    contents));
    List<String> expected = observation.require(Questions.MANIFEST).images();
    var version = new ImageVersion(tag, observation.desiredDigest().orElse(null), commit);
    return Optional.of(new Plan.Push(version, expected, message, contents, false));
  }

  /**
   * The branch of the commit: for a promoted commit, the one that the first binding of the chain
   * follows; empty if that is not known.
   */
  private static Optional<RemoteBranch> origin(Observation observation) {
    return switch (observation.binding().source()) {
      case Source.Branch(var location) -> Optional.of(location.branch());
      case Source.Upstream _ ->
          observation.known(Questions.PROMOTION).orElse(null) instanceof Promotion.Offer offer
              ? Optional.ofNullable(offer.origin()).map(Promotion.Origin::branch)
              : Optional.empty();
    };
  }
}
