package dev.gitopsbinding.controller.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;

/**
 * Reads Kubernetes objects without what no rule needs, so that the caches of thousands of bindings
 * and Deployments stay small. An {@code ItemStore} that strips is no way to do it: the SDK shares
 * one among the informers of all watched namespaces, and each removes what the others put there. A
 * binding that was stored in another form comes without its spec instead of stopping the informer.
 */
public final class LeanSerialization {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private LeanSerialization() {}

  /** For a client that writes no pods and no pod templates. */
  public static KubernetesSerialization create() {
    var factory =
        JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();
    var mapper =
        new ObjectMapper(factory)
            .registerModule(TolerantReading.module())
            .addMixIn(ObjectMeta.class, LeanMeta.class)
            .addMixIn(PodSpec.class, LeanPodSpec.class)
            .addMixIn(Container.class, LeanContainer.class);
    return new KubernetesSerialization(mapper, true);
  }

  @JsonIgnoreProperties("managedFields")
  interface LeanMeta {
    @JsonDeserialize(converter = WithoutLastApplied.class)
    void setAnnotations(Map<String, String> annotations);
  }

  @JsonIncludeProperties({"initContainers", "containers", "imagePullSecrets"})
  interface LeanPodSpec {}

  @JsonIncludeProperties({"name", "image"})
  interface LeanContainer {}

  private static final class WithoutLastApplied
      extends StdConverter<Map<String, String>, Map<String, String>> {
    @Override
    public Map<String, String> convert(Map<String, String> annotations) {
      annotations.remove(LAST_APPLIED);
      return annotations;
    }
  }
}
