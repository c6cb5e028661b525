package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.controller.index.ClaimChanges;
import dev.gitopsbinding.controller.index.PromotionChanges;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.status.StatusProjector;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Writes to the status why a spec cannot be read, and releases what the binding held. */
public record UnreadableSpecReporter(
    ReconcileTimer timer,
    ClaimChanges claims,
    PromotionChanges promotions,
    Lanes lanes,
    StatusWriter statuses,
    SyncReporter reporter,
    Clock clock) {
  void report(
      BindingId id, GitOpsBinding resource, Failure failure, Context<GitOpsBinding> context) {
    timer.wakeAfter(id, Schedule.BACKSTOP);
    claims.renounce(id);
    lanes.release(id);
    promotions.unfollow(id);
    long generation = Optional.ofNullable(resource.getMetadata().getGeneration()).orElse(0L);
    GitOpsBindingStatus before = StatusWriter.statusOf(resource);
    String requestedAt =
        Optional.ofNullable(resource.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(GitOpsBinding.REQUESTED_AT))
            .orElse(null);
    GitOpsBindingStatus after =
        StatusProjector.projectUnreadable(
            before, generation, requestedAt, failure, clock.instant());
    statuses.writeUnreadable(resource, after, context);
    promotions.note(resource, after);
    reporter.syncBegins(id, before, false);
    reporter.syncEnded(id, after, false, Duration.ZERO);
  }
}
