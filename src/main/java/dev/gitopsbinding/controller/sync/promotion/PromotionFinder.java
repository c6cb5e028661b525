package dev.gitopsbinding.controller.sync.promotion;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.PromotionConsent;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.PromotionPolicy;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.StagePolicy;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what the followed binding has rolled out, by the cache of bindings. Sends nothing. */
public final class PromotionFinder implements FactFinder<Promotion> {
  private static final String FIELD = "spec.source.binding";

  private final Function<BindingId, Optional<GitOpsBinding>> bindings;
  private final Function<GitOpsBinding, Optional<Binding>> parser;
  private final Predicate<BindingId> watched;
  private final Clock clock;
  private final Clock steady;
  private final @Nullable String labelSelector;

  /**
   * @param bindings the newest known state of a binding that is watched and not being deleted
   * @param parser the binding of a resource, if its spec is valid
   * @param watched whether this process has looked at the target of a binding that is followed
   * @param clock for times in statuses
   * @param steady for the time of the read
   * @param labelSelector of the bindings that this process serves; null for all
   */
  public PromotionFinder(
      Function<BindingId, Optional<GitOpsBinding>> bindings,
      Function<GitOpsBinding, Optional<Binding>> parser,
      Predicate<BindingId> watched,
      Clock clock,
      Clock steady,
      @Nullable String labelSelector) {
    this.bindings = bindings;
    this.parser = parser;
    this.watched = watched;
    this.clock = clock;
    this.steady = steady;
    this.labelSelector = labelSelector;
  }

  @Override
  public Question<Promotion> question() {
    return Questions.PROMOTION;
  }

  @Override
  public Fact<Promotion> find(Observation observation, TimeLimit deadline) {
    Binding binding = observation.binding();
    Source.Upstream upstream = binding.upstream().orElseThrow();
    UpstreamChain chain =
        UpstreamChain.of(binding, (namespace, id) -> allowed(namespace, id).flatMap(parser));
    return switch (chain.end()) {
      case CYCLE ->
          failed(
              Reason.PROMOTION_CYCLE,
              "%s leads back to this binding: %s. %s"
                  .formatted(FIELD, shown(chain), Reason.PROMOTION_CYCLE.remedy()));
      case TOO_LONG ->
          failed(
              Reason.PROMOTION_CYCLE,
              "%s begins a chain of more than %d bindings: %s. %s"
                  .formatted(
                      FIELD,
                      UpstreamChain.MAX_BINDINGS,
                      shown(chain),
                      Reason.PROMOTION_CYCLE.remedy()));
      case OPEN ->
          allowed(binding.id().namespace(), upstream.binding())
              .map(resource -> promoted(observation, upstream, resource, chain))
              .orElseGet(() -> notFound(binding.id(), upstream.binding()));
    };
  }

  private Optional<GitOpsBinding> allowed(String follower, BindingId upstream) {
    return bindings.apply(upstream).filter(resource -> PromotionConsent.allows(resource, follower));
  }

  private Fact<Promotion> promoted(
      Observation observation,
      Source.Upstream upstream,
      GitOpsBinding resource,
      UpstreamChain chain) {
    GitOpsBindingStatus status = StatusWriter.statusOf(resource);
    Promotion promotion =
        parser
            .apply(resource)
            .map(stage -> StagePolicy.stops(stage, status))
            .orElse(Optional.of(Reason.INVALID_SPEC))
            .<Promotion>map(Promotion.Held::new)
            .orElseGet(
                () ->
                    PromotionPolicy.decide(
                        observation,
                        status,
                        watched.test(upstream.binding()),
                        upstream.soak(),
                        chain.origin(),
                        clock.instant()));
    return new Fact.Known<>(promotion, steady.instant());
  }

  /** The same whether the binding of another namespace does not exist or may not be followed. */
  private Fact<Promotion> notFound(BindingId follower, BindingId upstream) {
    String message =
        follower.namespace().equals(upstream.namespace())
            ? "%s: there is no GitOpsBinding %s in namespace %s. Correct the name, or create it."
                .formatted(FIELD, upstream.name(), upstream.namespace())
            : "%s: the operator watches no GitOpsBinding %s that namespace %s may follow. Correct the name, or ask the owner of namespace %s to add %s to the annotation %s of that binding."
                .formatted(
                    FIELD,
                    upstream,
                    follower.namespace(),
                    upstream.namespace(),
                    follower.namespace(),
                    GitOpsBinding.PROMOTE_TO);
    return failed(Reason.UPSTREAM_NOT_FOUND, message + otherShard());
  }

  private String otherShard() {
    return labelSelector == null
        ? ""
        : " This operator sees only bindings whose labels match %s: give both the same shard."
            .formatted(labelSelector);
  }

  private static Fact<Promotion> failed(Reason reason, String message) {
    return new Fact.Unavailable<>(new Failure.Spec(reason, message));
  }

  private static String shown(UpstreamChain chain) {
    return chain.bindings().stream().map(BindingId::toString).collect(Collectors.joining(" -> "));
  }
}
