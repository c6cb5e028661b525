package dev.gitopsbinding.controller.workload;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.gitopsbinding.controller.kube.ToleratedType;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read of a Rollout of Argo Rollouts. */
@Group("argoproj.io")
@Version("v1alpha1")
@Kind("Rollout")
@Plural("rollouts")
public final class ArgoRollout extends CustomResource<ArgoRollout.Spec, ArgoRollout.Status>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable Spec initSpec() {
    return null;
  }

  @Override
  protected @Nullable Status initStatus() {
    return null;
  }

  /**
   * The pods that are wanted.
   *
   * @param template null if it is the one of another object
   * @param workloadRef that other object
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(@Nullable PodTemplateSpec template, @Nullable WorkloadRef workloadRef)
      implements ToleratedType {}

  /** The object that holds the pod template. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record WorkloadRef(@Nullable String kind, @Nullable String name) {}

  /**
   * What the controller says.
   *
   * @param observedGeneration a number as text; versions before 0.10 write a hash
   * @param phase {@code Healthy}, {@code Progressing}, {@code Paused} or {@code Degraded}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(
      @Nullable String observedGeneration,
      @Nullable String phase,
      @Nullable String message,
      @Nullable List<Condition> conditions)
      implements ToleratedType {}

  /** A condition of the status. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Condition(
      @Nullable String type,
      @Nullable String status,
      @Nullable String reason,
      @Nullable String lastUpdateTime) {}
}
