package dev.gitopsbinding.controller.sync.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A finder over a cache that holds a few bindings, by clocks that the test sets. */
final class PromotionFixture {
  static final Instant START = Instant.parse("2026-02-03T04:00:00Z");
  static final CommitSha COMMIT = new CommitSha("a".repeat(40));

  final SteppedClock clock = new SteppedClock(START);
  final SteppedClock steady = new SteppedClock(Instant.EPOCH);
  final Map<BindingId, GitOpsBinding> cache = new HashMap<>();
  final Set<BindingId> unwatched = new HashSet<>();
  private final PromotionFinder finder =
      new PromotionFinder(
          id -> Optional.ofNullable(cache.get(id)),
          PromotionFixture::parsed,
          id -> !unwatched.contains(id),
          clock,
          steady,
          null);

  Fact<Promotion> find(String namespace, String name) {
    Binding binding = Bindings.parse(cache.get(new BindingId(namespace, name)));
    return finder.find(
        Observation.of(
            binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.EPOCH),
        TimeLimit.in(Duration.ofSeconds(1), steady));
  }

  String refusal(String namespace, String name, Reason reason) {
    if (find(namespace, name) instanceof Fact.Unavailable<Promotion>(var failure)) {
      assertThat(failure.reason()).isEqualTo(reason);
      return failure.message();
    }
    throw new AssertionError("it was found");
  }

  GitOpsBinding put(String namespace, String name, String spec) {
    GitOpsBinding resource = Bindings.resource(spec);
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    cache.put(new BindingId(namespace, name), resource);
    return resource;
  }

  void consent(String namespace, String name, String annotation) {
    cache
        .get(new BindingId(namespace, name))
        .getMetadata()
        .setAnnotations(Map.of(GitOpsBinding.PROMOTE_TO, annotation));
  }

  static String following(String namespace, String name) {
    return "{source: {binding: {name: %s, namespace: %s, soak: 30m}}}".formatted(name, namespace);
  }

  static GitOpsBindingStatus rolledOut() {
    return rolledOut("RolledOut", "Complete");
  }

  static GitOpsBindingStatus rolledOut(String type, String reason) {
    var condition = new BindingCondition(type, "False", 3L, START.toString(), reason, "");
    return new GitOpsBindingStatus(
            3L, null, null, null, null, null, null, null, null, List.of(condition))
        .withRollouts(
            List.of(new RolledOutCommit(COMMIT.hex(), COMMIT.hex(), START.toString(), null)));
  }

  private static Optional<Binding> parsed(GitOpsBinding resource) {
    return BindingParser.parse(resource) instanceof Result.Ok<Binding>(var binding)
        ? Optional.of(binding)
        : Optional.empty();
  }
}
