package dev.gitopsbinding.controller.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.introspect.ClassIntrospector;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.net.CompositeDigest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kubernetes objects without the fields that no rule needs, so that the caches of thousands
 * of bindings and Deployments stay small. An {@code ItemStore} cannot do this: the SDK shares one
 * among the informers of all watched namespaces, and each removes the objects of the others. A
 * binding that is stored in an unreadable form is read without its spec, so that the informer does
 * not stop.
 */
public final class LeanSerialization {
  /** The annotations that a rule needs, with the largest length that is read. */
  static final Map<String, Integer> ANNOTATIONS =
      Map.of(
          GitOpsBinding.REQUESTED_AT,
          1 << 10,
          GitOpsBinding.HOSTS,
          16 << 10,
          GitOpsBinding.PROMOTE_TO,
          16 << 10);

  private LeanSerialization() {}

  /** Only for a client that writes neither pods nor pod templates. */
  public static KubernetesSerialization create() {
    var factory =
        JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();
    var mapper =
        new ObjectMapper(factory)
            .registerModule(TolerantReading.module())
            .addMixIn(ObjectMeta.class, LeanMeta.class)
            .addMixIn(PodSpec.class, LeanPodSpec.class)
            .addMixIn(Container.class, LeanContainer.class);
    mapper.setMixInResolver(new WorkloadSpecs());
    return new KubernetesSerialization(mapper, true);
  }

  /** The author of an object may put more than a megabyte into these fields. */
  @JsonIgnoreProperties({"managedFields", "labels", "finalizers", "ownerReferences"})
  interface LeanMeta {
    @JsonDeserialize(converter = OwnAnnotations.class)
    void setAnnotations(Map<String, String> annotations);
  }

  /** What the kinds of workloads need of their specs. */
  @JsonIncludeProperties({"replicas", "template", "updateStrategy", "jobTemplate", "suspend"})
  interface LeanWorkloadSpec {}

  @JsonIncludeProperties({"initContainers", "containers", "imagePullSecrets"})
  interface LeanPodSpec {}

  @JsonIncludeProperties({"name", "image"})
  interface LeanContainer {}

  /**
   * Finds the specs of workloads and jobs by their names, so that none of their classes is loaded
   * before an object of the kind is read.
   */
  private static final class WorkloadSpecs implements ClassIntrospector.MixInResolver {
    private static final Set<String> PACKAGES =
        Set.of("io.fabric8.kubernetes.api.model.apps", "io.fabric8.kubernetes.api.model.batch.v1");

    @Override
    public @Nullable Class<?> findMixInClassFor(Class<?> type) {
      String name = type.getSimpleName();
      return PACKAGES.contains(type.getPackageName())
              && name.endsWith("Spec")
              && !name.endsWith("TemplateSpec")
          ? LeanWorkloadSpec.class
          : null;
    }

    @Override
    public ClassIntrospector.MixInResolver copy() {
      return this;
    }
  }

  private static final class OwnAnnotations
      extends StdConverter<Map<String, String>, Map<String, String>> {
    @Override
    public Map<String, String> convert(Map<String, String> annotations) {
      annotations.keySet().retainAll(ANNOTATIONS.keySet());
      annotations.replaceAll((key, value) -> bounded(value, ANNOTATIONS.getOrDefault(key, 0)));
      return annotations;
    }

    /**
     * A digest keeps different values different; a list of hosts or namespaces that is too long
     * names none.
     */
    private static @Nullable String bounded(@Nullable String value, int longest) {
      return value == null || value.length() <= longest
          ? value
          : "sha256:" + CompositeDigest.of(List.of(value));
    }
  }
}
