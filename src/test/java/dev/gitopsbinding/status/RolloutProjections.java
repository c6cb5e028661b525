package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import java.util.List;

/** Statuses of a binding that rolls back, by what the file holds and what the target runs. */
public final class RolloutProjections {
  public static final String OLD = "0".repeat(40);
  public static final String IMAGE = "ghcr.io/acme/web:";
  public static final Rollout COMPLETE = new Rollout.Complete();
  public static final Rollout FAILED = new Rollout.DeadlineExceeded(LATER);
  public static final Binding BINDING =
      Bindings.parse(Bindings.resource("rollback: {mode: OnFailedRollout}"));

  public static GitOpsBindingStatus after(
      GitOpsBindingStatus before,
      String desired,
      String file,
      String runs,
      Rollout rollout,
      Outcome outcome) {
    return StatusProjector.project(
        observation(BINDING, before, desired, file, runs, rollout), outcome, LATER);
  }

  public static Observation observation(
      Binding binding,
      GitOpsBindingStatus before,
      String desired,
      String file,
      String runs,
      Rollout rollout) {
    return Observation.of(
            binding,
            before,
            null,
            new Workload.Found(
                List.of(new Workload.Container("web", IMAGE + runs)), List.of(), rollout),
            NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(desired), NOW))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + file)), NOW));
  }

  public static PushResult.Pushed push(String replaced) {
    return new PushResult.Pushed(OTHER, OTHER, List.of(IMAGE + replaced), LATER.plusSeconds(60));
  }

  public static Outcome stopped() {
    return Projections.stopped(Reason.TIMED_OUT);
  }
}
