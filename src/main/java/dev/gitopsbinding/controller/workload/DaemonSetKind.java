package dev.gitopsbinding.controller.workload;

import static dev.gitopsbinding.controller.workload.PodTemplateReader.orZero;

import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import java.util.Optional;

/**
 * DaemonSets. A rollout is complete under the same conditions as for {@code kubectl rollout status}
 * (kubectl-rollout-status(1)), also with the update strategy OnDelete, about which kubectl says
 * nothing. A DaemonSet has no progress deadline, so no rollout of one fails.
 */
public final class DaemonSetKind implements WorkloadKind<DaemonSet> {
  @Override
  public String name() {
    return "DaemonSet";
  }

  @Override
  public Class<DaemonSet> type() {
    return DaemonSet.class;
  }

  @Override
  public Workload.Found read(DaemonSet set) {
    return PodTemplateReader.read(set.getSpec().getTemplate(), rollout(set));
  }

  private static Rollout rollout(DaemonSet set) {
    var status = Optional.ofNullable(set.getStatus()).orElseGet(DaemonSetStatus::new);
    if (orZero(status.getObservedGeneration()) < orZero(set.getMetadata().getGeneration())) {
      return new Rollout.Progressing("its controller has not seen the new template yet");
    }
    int desired = orZero(status.getDesiredNumberScheduled());
    int updated = orZero(status.getUpdatedNumberScheduled());
    int available = orZero(status.getNumberAvailable());
    if (updated >= desired && available >= desired) {
      return new Rollout.Complete();
    }
    return new Rollout.Progressing(
        "%d of %d pods are updated, %d available%s"
            .formatted(
                updated,
                desired,
                available,
                isOnDelete(set)
                    ? "; the update strategy is OnDelete, so each pod has to be deleted by hand"
                    : ""));
  }

  private static boolean isOnDelete(DaemonSet set) {
    var strategy = set.getSpec().getUpdateStrategy();
    return strategy != null && "OnDelete".equals(strategy.getType());
  }
}
