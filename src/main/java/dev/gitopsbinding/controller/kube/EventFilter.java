package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Accepts updates by users: a change of the spec, a request for a sync, or another consent to be
 * followed. The operator's own status writes are no reason for a sync.
 */
public final class EventFilter implements OnUpdateFilter<GitOpsBinding> {
  @Override
  public boolean accept(GitOpsBinding after, GitOpsBinding before) {
    ObjectMeta now = after.getMetadata();
    ObjectMeta then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getUid(), then.getUid())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp())
        || !annotation(GitOpsBinding.REQUESTED_AT, now)
            .equals(annotation(GitOpsBinding.REQUESTED_AT, then))
        || !annotation(GitOpsBinding.PROMOTE_TO, now)
            .equals(annotation(GitOpsBinding.PROMOTE_TO, then));
  }

  private static Optional<String> annotation(String key, ObjectMeta meta) {
    return Optional.ofNullable(meta.getAnnotations())
        .or(() -> Optional.of(Map.of()))
        .map(annotations -> annotations.get(key));
  }
}
