package dev.gitopsbinding.controller.workload;

import static dev.gitopsbinding.controller.workload.PodTemplateReader.orZero;

import dev.gitopsbinding.model.text.WholeSeconds;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deployments. A rollout is complete under the same conditions as for {@code kubectl rollout
 * status} (kubectl-rollout-status(1)).
 */
public final class DeploymentKind implements WorkloadKind<Deployment> {
  private static final String AVAILABLE = "NewReplicaSetAvailable";
  private static final String DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";

  @Override
  public String name() {
    return "Deployment";
  }

  @Override
  public Class<Deployment> type() {
    return Deployment.class;
  }

  /** Most bindings have a Deployment; the first syncs need not wait for the list. */
  @Override
  public boolean isWatchedFromStart() {
    return true;
  }

  @Override
  public Workload.Found read(Deployment deployment) {
    return PodTemplateReader.read(deployment.getSpec().getTemplate(), rollout(deployment));
  }

  private static Rollout rollout(Deployment deployment) {
    var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    boolean isObserved =
        orZero(status.getObservedGeneration()) >= orZero(deployment.getMetadata().getGeneration());
    int desired = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
    int updated = orZero(status.getUpdatedReplicas());
    int available = orZero(status.getAvailableReplicas());
    if (isObserved && deadlineExceeded(status)) {
      return new Rollout.DeadlineExceeded(since(status, DEADLINE_EXCEEDED));
    }
    boolean isComplete =
        isObserved
            && updated >= desired
            && orZero(status.getReplicas()) <= updated
            && available >= updated;
    return isComplete
        ? new Rollout.Complete(since(status, AVAILABLE))
        : new Rollout.Progressing(
            "%d of %d pods are updated, %d available".formatted(updated, desired, available));
  }

  private static boolean deadlineExceeded(DeploymentStatus status) {
    return progress(status, DEADLINE_EXCEEDED).isPresent();
  }

  private static Optional<DeploymentCondition> progress(DeploymentStatus status, String reason) {
    return status.getConditions().stream()
        .filter(condition -> "Progressing".equals(condition.getType()))
        .filter(condition -> reason.equals(condition.getReason()))
        .findFirst();
  }

  /** When the condition Progressing got this reason, if it has the reason and a time. */
  private static @Nullable Instant since(DeploymentStatus status, String reason) {
    return progress(status, reason)
        .map(DeploymentCondition::getLastUpdateTime)
        .flatMap(WholeSeconds::parse)
        .orElse(null);
  }
}
