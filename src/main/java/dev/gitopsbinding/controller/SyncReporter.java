package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.status.condition.Conditions;
import dev.gitopsbinding.status.history.DeploymentChanges;
import dev.gitopsbinding.status.history.DeploymentListener;
import dev.gitopsbinding.status.memory.RollbackTracker;
import dev.gitopsbinding.status.memory.WaitTracker;
import dev.gitopsbinding.trace.CurrentSpan;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Reports the syncs of bindings to the listener. */
public final class SyncReporter {
  private final SyncListener listener;
  private final DeploymentListener deployments;
  private final Clock clock;

  public SyncReporter(SyncListener listener, DeploymentListener deployments, Clock clock) {
    this.listener = listener;
    this.deployments = deployments;
    this.clock = clock;
  }

  void syncBegins(BindingId binding, GitOpsBindingStatus before, boolean suspended) {
    String reason = Conditions.readyReason(before).map(Reason::text).orElse(null);
    listener.seen(
        binding, isReady(before), suspended ? Reason.SUSPENDED.text() : reason, suspended);
  }

  /** A status is stored in place of another one; what is new in it is counted, once. */
  void statusWritten(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    if (RollbackTracker.isNew(before, after)) {
      listener.rolledBack();
    }
    DeploymentChanges.between(before.history(), after.history()).forEach(deployments::happened);
  }

  void syncEnded(BindingId binding, GitOpsBindingStatus after, boolean suspended, Duration took) {
    Reason reason = Conditions.readyReason(after).orElse(Reason.INTERNAL_ERROR);
    Reason shown = suspended ? Reason.SUSPENDED : reason;
    listener.syncEnded(shown.text(), took);
    CurrentSpan.get().set("gitopsbinding.reason", shown.text());
    if (isFailure(shown)) {
      CurrentSpan.get().fail(shown.text());
    }
    listener.ready(binding, isReady(after));
    listener.state(binding, shown.text(), isRolledOut(after));
    listener.awaiting(binding, WaitTracker.since(after).orElse(null));
    if (isReady(after) && !suspended) {
      listener.succeeded(binding, clock.instant());
    }
  }

  void imageLookedFor(Observation observation) {
    WaitTracker.finished(observation, clock.instant()).ifPresent(listener::imageAppeared);
  }

  public void forget(BindingId binding) {
    listener.forget(binding);
  }

  private static boolean isFailure(Reason reason) {
    return switch (reason.handling()) {
      case RETRIED, STALLED -> true;
      case DONE, WAITING, NEEDS_DECISION -> false;
    };
  }

  private static boolean isRolledOut(GitOpsBindingStatus status) {
    return Conditions.find(status.conditions(), ConditionType.ROLLED_OUT)
        .filter(condition -> ConditionStatus.TRUE.text().equals(condition.status()))
        .isPresent();
  }

  private static boolean isReady(GitOpsBindingStatus status) {
    return Conditions.readyReason(status).equals(Optional.of(Reason.UP_TO_DATE));
  }
}
