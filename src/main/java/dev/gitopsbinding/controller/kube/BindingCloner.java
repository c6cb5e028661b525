package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies a binding before each sync, as the SDK requires. Spec and status are immutable, so the
 * copy shares them. The SDK's default, a copy by JSON, costs more than the rest of a sync that
 * finds nothing new.
 */
public final class BindingCloner implements Cloner {
  private final KubernetesSerialization serialization;

  public BindingCloner(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  @Override
  @SuppressWarnings("unchecked") // a copy has the type of its original
  public <R extends HasMetadata> R clone(R original) {
    return original instanceof GitOpsBinding binding
        ? (R) copy(binding)
        : serialization.clone(original);
  }

  private static GitOpsBinding copy(GitOpsBinding original) {
    var copy = new GitOpsBinding();
    copy.setMetadata(new ObjectMetaBuilder(original.getMetadata()).build());
    copy.setSpec(original.getSpec());
    copy.setStatus(original.getStatus());
    return copy;
  }
}
