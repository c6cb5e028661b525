package dev.gitopsbinding.status.rollout;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.found;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.StatusProjector;
import java.time.Instant;
import java.util.List;

/** Statuses of a followed binding, sync by sync. */
final class SyncedRollouts {
  static final String IMAGE = "ghcr.io/acme/web:";
  static final Workload OLD = found(IMAGE + TIP.hex());
  static final Workload NEW = found(IMAGE + OTHER.hex());

  /** Rounded up, so that no soak time ends before its time. */
  static final String SINCE = "2026-02-03T04:05:07Z";

  private SyncedRollouts() {}

  static GitOpsBindingStatus synced(
      Binding binding,
      GitOpsBindingStatus before,
      CommitSha tip,
      String held,
      Workload workload,
      Outcome outcome) {
    var observation =
        Observation.of(binding, before, null, workload, NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(tip, NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + held)), NOW));
    return RolloutMemory.noted(
        StatusProjector.project(observation, outcome, NOW), observation, outcome, true, NOW);
  }

  static GitOpsBindingStatus synced(
      GitOpsBindingStatus before, CommitSha tip, Workload workload, Instant now) {
    return synced(before, tip, workload, true, now);
  }

  static GitOpsBindingStatus synced(
      GitOpsBindingStatus before, CommitSha tip, Workload workload, boolean followed, Instant now) {
    var observation =
        Observation.of(BINDING, before, null, workload, now)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(tip, now))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + tip.hex())), now));
    var outcome = new Outcome.Kept(tip.hex());
    return RolloutMemory.noted(
        StatusProjector.project(observation, outcome, now), observation, outcome, followed, now);
  }

  static RolledOutCommit running(CommitSha commit, String since) {
    return new RolledOutCommit(commit.hex(), commit.hex(), since, null);
  }
}
