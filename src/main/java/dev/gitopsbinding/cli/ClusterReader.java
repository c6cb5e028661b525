package dev.gitopsbinding.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitopsbinding.cli.cluster.ClusterAccess;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
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
    Config config = ClusterAccess.config(kubeconfig, context);
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
}
