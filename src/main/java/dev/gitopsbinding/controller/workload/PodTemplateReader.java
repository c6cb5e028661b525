package dev.gitopsbinding.controller.workload;

import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.fact.Workload.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what all kinds have in common: a pod template with containers and pull secrets. */
final class PodTemplateReader {
  private PodTemplateReader() {}

  /** A workload with this template; one without a template has no containers. */
  static Workload.Found read(@Nullable PodTemplateSpec template, Rollout rollout) {
    PodSpec pod =
        Optional.ofNullable(template).map(PodTemplateSpec::getSpec).orElseGet(PodSpec::new);
    return new Workload.Found(
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
            .map(
                container ->
                    new Container(orEmpty(container.getName()), orEmpty(container.getImage())))
            .toList(),
        pod.getImagePullSecrets().stream().map(secret -> orEmpty(secret.getName())).toList(),
        rollout);
  }

  /** The number, or 0 for none: the API server leaves zeros out of a status. */
  static int orZero(@Nullable Integer count) {
    return Optional.ofNullable(count).orElse(0);
  }

  /** The same for generations. */
  static long orZero(@Nullable Long count) {
    return Optional.ofNullable(count).orElse(0L);
  }

  private static String orEmpty(@Nullable String text) {
    return Optional.ofNullable(text).orElse("");
  }
}
