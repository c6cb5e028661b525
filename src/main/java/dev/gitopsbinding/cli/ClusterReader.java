package dev.gitopsbinding.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the Deployments of a cluster, page by page; sends no other request. */
final class ClusterReader {
  static final long PAGE = 500;
  private static final String ORIGIN = "the cluster";
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ResourceDefinitionContext DEPLOYMENTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("apps")
          .withVersion("v1")
          .withKind("Deployment")
          .withPlural("deployments")
          .withNamespaced(true)
          .build();

  private ClusterReader() {}

  /**
   * @param kubeconfig null for the usual one
   * @param context null for the current one
   * @param namespace null for all
   * @param pageSize how many Deployments one request brings
   */
  static void read(
      @Nullable Path kubeconfig,
      @Nullable String context,
      @Nullable String namespace,
      long pageSize,
      DeploymentCollector collector) {
    Config config = config(kubeconfig, context);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      String next = null;
      do {
        ListOptions options =
            new ListOptionsBuilder().withLimit(pageSize).withContinue(next).build();
        GenericKubernetesResourceList page =
            namespace == null
                ? client.genericKubernetesResources(DEPLOYMENTS).inAnyNamespace().list(options)
                : client
                    .genericKubernetesResources(DEPLOYMENTS)
                    .inNamespace(namespace)
                    .list(options);
        collector.addAll(ORIGIN, objects(page));
        next = page.getMetadata().getContinue();
      } while (next != null && !next.isEmpty());
    } catch (KubernetesClientException e) {
      throw new CommandFailure(
          "The cluster at %s does not list its Deployments".formatted(config.getMasterUrl()), e);
    }
  }

  private static List<JsonNode> objects(GenericKubernetesResourceList page) {
    return page.getItems().stream().map(ClusterReader::object).toList();
  }

  /** Items of a list do not say their kind. */
  private static JsonNode object(GenericKubernetesResource item) {
    item.setKind("Deployment");
    return MAPPER.valueToTree(item);
  }

  private static Config config(@Nullable Path kubeconfig, @Nullable String context) {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new CommandFailure("The kubeconfig " + kubeconfig + " cannot be read");
    }
    try {
      Config config =
          kubeconfig == null
              ? Config.autoConfigure(context)
              : Config.fromKubeconfig(context, kubeconfig.toFile());
      if (context != null && !isCurrent(context, config)) {
        throw new CommandFailure("The kubeconfig has no context " + context);
      }
      return config;
    } catch (KubernetesClientException e) {
      throw new CommandFailure("The kubeconfig cannot be used", e);
    }
  }

  private static boolean isCurrent(String context, Config config) {
    return config.getCurrentContext() != null
        && context.equals(config.getCurrentContext().getName());
  }
}
