package dev.gitopsbinding.controller.workload;

import static dev.gitopsbinding.controller.workload.PodTemplateReader.orZero;

import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.util.Objects;
import java.util.Optional;

/**
 * StatefulSets. A rollout is complete under the same conditions as for {@code kubectl rollout
 * status} (kubectl-rollout-status(1)); with the update strategy OnDelete, about which kubectl says
 * nothing, once all pods were replaced. A StatefulSet has no progress deadline, so no rollout of
 * one fails.
 */
public final class StatefulSetKind implements WorkloadKind<StatefulSet> {
  @Override
  public String name() {
    return "StatefulSet";
  }

  @Override
  public Class<StatefulSet> type() {
    return StatefulSet.class;
  }

  @Override
  public Workload.Found read(StatefulSet set) {
    return PodTemplateReader.read(set.getSpec().getTemplate(), rollout(set));
  }

  private static Rollout rollout(StatefulSet set) {
    StatefulSetSpec spec = set.getSpec();
    var status = Optional.ofNullable(set.getStatus()).orElseGet(StatefulSetStatus::new);
    long observed = orZero(status.getObservedGeneration());
    if (observed == 0 || observed < orZero(set.getMetadata().getGeneration())) {
      return new Rollout.Progressing("its controller has not seen the new template yet");
    }
    int replicas = Optional.ofNullable(spec.getReplicas()).orElse(1);
    var strategy =
        Optional.ofNullable(spec.getUpdateStrategy()).orElseGet(StatefulSetUpdateStrategy::new);
    return "OnDelete".equals(strategy.getType())
        ? onDelete(status, replicas)
        : rolling(status, replicas, strategy);
  }

  private static Rollout onDelete(StatefulSetStatus status, int replicas) {
    return isReady(status, replicas) && orZero(status.getUpdatedReplicas()) >= replicas
        ? new Rollout.Complete()
        : new Rollout.Progressing(
            counts(status, replicas)
                + "; the update strategy is OnDelete, so each pod has to be deleted by hand");
  }

  /** An empty strategy is one of an API server that knows no other. */
  private static Rollout rolling(
      StatefulSetStatus status, int replicas, StatefulSetUpdateStrategy strategy) {
    RollingUpdateStatefulSetStrategy rolling = strategy.getRollingUpdate();
    int partition = rolling == null ? 0 : orZero(rolling.getPartition());
    int wanted = Math.max(0, replicas - partition);
    boolean isUpdated =
        rolling == null
            ? Objects.equals(status.getUpdateRevision(), status.getCurrentRevision())
            : orZero(status.getUpdatedReplicas()) >= wanted;
    if (!isReady(status, replicas) || !isUpdated) {
      String held =
          partition > 0 ? "; only %d are to be, by partition %d".formatted(wanted, partition) : "";
      return new Rollout.Progressing(counts(status, replicas) + held);
    }
    return wanted == replicas
        ? new Rollout.Complete()
        : new Rollout.Complete(
            null,
            "%d of %d pods run it, and no more are to, by partition %d"
                .formatted(orZero(status.getUpdatedReplicas()), replicas, partition));
  }

  private static boolean isReady(StatefulSetStatus status, int replicas) {
    return orZero(status.getReadyReplicas()) >= replicas;
  }

  private static String counts(StatefulSetStatus status, int replicas) {
    return "%d of %d pods are updated, %d ready"
        .formatted(
            orZero(status.getUpdatedReplicas()), replicas, orZero(status.getReadyReplicas()));
  }
}
