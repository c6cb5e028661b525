package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.condition.ConditionDraft;
import java.time.Instant;
import java.util.List;

/** Statuses of the sample binding, projected from few values. */
public final class Projections {
  public static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  public static final Instant LATER = NOW.plusSeconds(60);
  public static final CommitSha TIP = new CommitSha("1".repeat(40));
  public static final CommitSha MANIFEST = new CommitSha("9".repeat(40));
  public static final CommitSha OTHER = new CommitSha("8".repeat(40));
  public static final String TAG = TIP.hex();
  public static final String IMAGE = "ghcr.io/acme/web:" + TAG;
  public static final ConditionDraft READY =
      new ConditionDraft(ConditionType.READY, ConditionStatus.TRUE, Reason.UP_TO_DATE, "");
  public static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));

  private Projections() {}

  public static Workload found(String image) {
    return new Workload.Found(
        List.of(new Workload.Container("web", image)), List.of(), new Rollout.Complete());
  }

  public static Outcome stopped(Reason reason) {
    return new Outcome.Stopped(reason, "because");
  }

  public static GitOpsBindingStatus project(Binding binding, Outcome outcome) {
    return project(binding, GitOpsBindingStatus.EMPTY, outcome);
  }

  public static GitOpsBindingStatus project(
      Binding binding, GitOpsBindingStatus before, Outcome outcome) {
    var observation = Observation.of(binding, before, null, new Workload.Missing(), NOW);
    return StatusProjector.project(observation, outcome, NOW);
  }

  public static GitOpsBindingStatus project(
      GitOpsBindingStatus before, CommitSha manifestTip, Outcome outcome, Instant now) {
    var observation =
        Observation.of(BINDING, before, null, new Workload.Missing(), now)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, now))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(manifestTip, List.of(IMAGE)), now));
    return StatusProjector.project(observation, outcome, now);
  }

  public static BindingCondition condition(GitOpsBindingStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  public static List<String> statuses(GitOpsBindingStatus status) {
    return status.conditions().stream()
        .map(condition -> condition.type() + "=" + condition.status())
        .toList();
  }
}
