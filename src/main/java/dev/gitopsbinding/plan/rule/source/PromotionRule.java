package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Promotion.Soak;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For a binding that follows another one: waits until that has rolled a commit out for the soak
 * time, and holds while that has stopped.
 */
public final class PromotionRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return observation
        .binding()
        .upstream()
        .flatMap(
            upstream ->
                Ask.unlessKnown(observation, Questions.PROMOTION)
                    .or(
                        () ->
                            judge(
                                observation.binding(),
                                upstream,
                                observation.require(Questions.PROMOTION))));
  }

  private static Optional<Step> judge(
      Binding binding, Source.Upstream upstream, Promotion promotion) {
    return switch (promotion) {
      case Promotion.Held(var reason) -> Optional.of(held(upstream.binding(), reason));
      case Promotion.Pending(var soak) -> Optional.of(pending(upstream, soak));
      case Promotion.Offer(var _, var _, var _, var origin) ->
          origin == null ? Optional.empty() : ownSource(binding, origin);
    };
  }

  /** As in {@link SourceIsManifestRule}, by the branch and paths of the first of the chain. */
  private static Optional<Step> ownSource(Binding binding, Promotion.Origin origin) {
    PathFilter paths = origin.paths();
    boolean oneBranch = origin.branch().identity().equals(binding.manifest().branch().identity());
    ManifestPlace place = oneBranch ? binding.places().firstIn(paths).orElse(null) : null;
    if (place == null) {
      return Optional.empty();
    }
    String message =
        paths == null
            ? "spec.manifest names the %s, whose commits spec.source.binding promotes: every push would make a new source commit. %s"
                .formatted(origin.branch(), Reason.SOURCE_IS_MANIFEST.remedy())
            : "%s.path names %s, which spec.source.paths of the first binding of the chain matches in the same %s: every push would make a new source commit. Add the file to spec.source.paths.exclude of that binding."
                .formatted(place.field(), place.path(), origin.branch());
    return Optional.of(new Plan.Stop(Reason.SOURCE_IS_MANIFEST, message));
  }

  private static Plan.Stop held(BindingId upstream, Reason reason) {
    return new Plan.Stop(
        Reason.PROMOTION_HELD,
        "spec.source.binding: nothing is promoted while GitOpsBinding %s has stopped (%s). %s"
            .formatted(upstream, reason.text(), Reason.PROMOTION_HELD.remedy()));
  }

  private static Plan.Wait pending(Source.Upstream upstream, @Nullable Soak soak) {
    return soak == null
        ? new Plan.Wait(
            Reason.AWAITING_UPSTREAM,
            "a rollout of " + upstream.binding(),
            "spec.source.binding: GitOpsBinding %s has not rolled out a commit in all pods of its target. %s"
                .formatted(upstream.binding(), Reason.AWAITING_UPSTREAM.remedy()))
        : soaking(upstream, soak);
  }

  /** The wait for a newer commit than the one that may be deployed, if there is one. */
  public static Optional<Plan.Wait> newer(Observation observation) {
    return observation
        .binding()
        .upstream()
        .flatMap(
            upstream ->
                observation.known(Questions.PROMOTION).orElse(null) instanceof Promotion.Offer offer
                        && offer.newer() != null
                    ? Optional.of(soaking(upstream, offer.newer()))
                    : Optional.empty());
  }

  private static Plan.Wait soaking(Source.Upstream upstream, Soak soak) {
    return new Plan.Wait(
        Reason.SOAKING,
        "commit %s of %s".formatted(soak.commit().hex(), upstream.binding()),
        "spec.source.binding.soak: commit %s runs in GitOpsBinding %s since %s, and is promoted at %s if it still does."
            .formatted(
                soak.commit().hex(),
                upstream.binding(),
                soak.since(),
                soak.over().truncatedTo(ChronoUnit.SECONDS)));
  }
}
