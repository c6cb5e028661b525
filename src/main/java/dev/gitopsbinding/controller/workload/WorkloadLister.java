package dev.gitopsbinding.controller.workload;

import dev.gitopsbinding.controller.kube.InformerLimits;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one type at the API server.
 *
 * @param namespace empty for all
 */
public record WorkloadLister<R extends HasMetadata>(
    KubernetesClient client, Class<R> type, String namespace) implements WorkloadWatch.Objects<R> {
  private static final Duration LIST_LIMIT = Duration.ofMinutes(2);

  @Override
  public void probe() {
    var _ = all().list(new ListOptionsBuilder().withLimit(1L).build());
  }

  @Override
  public WorkloadWatch.Listed<R> list(ResourceEventHandler<R> changes) throws InterruptedException {
    SharedIndexInformer<R> informer =
        all().withLimit(InformerLimits.LIST_LIMIT).runnableInformer(0);
    // Once it has listed, it goes on whatever happens: what it knows is better than nothing.
    informer.exceptionHandler((listed, _) -> listed);
    informer.addEventHandler(changes);
    boolean isComplete = false;
    try {
      informer.start().toCompletableFuture().get(LIST_LIMIT.toSeconds(), TimeUnit.SECONDS);
      isComplete = true;
      return new Informed<>(informer);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KubernetesClientException failure
          ? failure
          : new KubernetesClientException("The list cannot be read", e.getCause());
    } catch (TimeoutException e) {
      throw new KubernetesClientException("No list within " + LIST_LIMIT.toSeconds() + " s", e);
    } finally {
      if (!isComplete) {
        informer.stop();
      }
    }
  }

  private FilterWatchListDeletable<R, KubernetesResourceList<R>, Resource<R>> all() {
    var resources = client.resources(type);
    return namespace.isEmpty() ? resources.inAnyNamespace() : resources.inNamespace(namespace);
  }

  private record Informed<R extends HasMetadata>(SharedIndexInformer<R> informer)
      implements WorkloadWatch.Listed<R> {
    @Override
    public @Nullable R get(String namespace, String name) {
      return informer.getStore().getByKey(namespace + "/" + name);
    }

    @Override
    public void stop() {
      informer.stop();
    }
  }
}
