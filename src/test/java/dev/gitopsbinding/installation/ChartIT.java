package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.Rights;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart by the real Helm, on a real API server of its own. */
class ChartIT {
  private static final String CHART = ChartFiles.CHART.toString();
  private static final String NAME = "gitopsbinding-operator";
  private static final String SYSTEM = "gitopsbinding-system";
  private static final String VERSION = "--kube-version=1.36.0";
  private static final YAMLMapper YAML = new YAMLMapper();

  /** All that a release can leave behind, Secrets with Helm's own record included. */
  private static final String KINDS =
      "serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,deployments,services,secrets,"
          + "poddisruptionbudgets,networkpolicies,ingresses,configmaps,servicemonitors,prometheusrules";

  @TempDir private static Path folder;
  @AutoClose private static ApiServer api;
  private static Helm helm;

  @BeforeAll
  static void start() {
    helm = Helm.find(folder);
    api = ApiServer.start();
    kubectl("apply", "--server-side", "-f", Helm.definitions().toString());
    // As a careful cluster has it: kubectl prints a warning for a pod that would be refused.
    for (String name : List.of(SYSTEM, "shop", "blog")) {
      api.admin()
          .namespaces()
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                  .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                  .endMetadata()
                  .build())
          .create();
    }
  }

  @Test
  void theChartHasNoLint() {
    Command.Output output = helm.attempt(List.of("lint", "--strict", VERSION, CHART));

    assertThat(output.exitCode()).as(output.toString()).isZero();
  }

  @Test
  void withoutValuesItIsWhatDeployOperatorInstalls() throws IOException {
    Map<String, JsonNode> chart = objects(render(SYSTEM, "crds.install=false"));
    Map<String, JsonNode> base = objects(kubectl("kustomize", "deploy/operator"));
    base.remove("Namespace " + SYSTEM);

    assertThat(chart.keySet()).isEqualTo(base.keySet());
    chart.forEach((name, object) -> assertThat(object).as(name).isEqualTo(base.get(name)));
  }

  @Test
  void withWebhooksItIsWhatDeployWebhooksInstalls() throws IOException {
    Map<String, JsonNode> chart =
        objects(render(SYSTEM, "crds.install=false,webhooks.enabled=true"));
    Map<String, JsonNode> base = objects(kubectl("kustomize", "deploy/webhooks"));
    base.remove("Namespace " + SYSTEM);

    assertThat(chart.keySet()).isEqualTo(base.keySet());
    chart.forEach((name, object) -> assertThat(object).as(name).isEqualTo(base.get(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas=1",
        "crds.install=false",
        "crds.keep=false",
        "watchNamespaces={shop,blog}",
        "watchNamespaces={shop},rbac.create=false",
        "rbac.userRoles=false,serviceAccount.create=false,serviceAccount.name=default",
        "replicas=2,podDisruptionBudget.enabled=true,priorityClassName=system-cluster-critical",
        "openshift=true",
        "networkPolicy.enabled=true",
        "networkPolicy.enabled=true,networkPolicy.metricsFrom[0].podSelector.matchLabels.app=prometheus,"
            + "networkPolicy.hosts.to[0].ipBlock.cidr=192.0.2.0/24,networkPolicy.apiServer.to[0].ipBlock.cidr=10.0.0.1/32",
        "serviceMonitor.enabled=true,serviceMonitor.labels.release=prometheus",
        "prometheusRule.enabled=true,prometheusRule.labels.release=prometheus",
        "dashboards.enabled=true,dashboards.namespace=blog,dashboards.labels.team=x,dashboards.annotations.folder=Git",
        "watchLabelSelector=shard=a",
        "reconcileToken.secretName=reconcile,caBundle.configMapName=acme-ca,caBundle.key=bundle.pem",
        "webhooks.enabled=true,webhooks.port=9000,webhooks.secretName=hooks,webhooks.service.annotations.a=b,"
            + "networkPolicy.enabled=true,networkPolicy.webhooksFrom[0].namespaceSelector.matchLabels.app=ingress",
        "webhooks.enabled=true,webhooks.ingress.enabled=true,webhooks.ingress.host=hooks.example.com,"
            + "webhooks.ingress.tlsSecretName=tls,webhooks.ingress.className=nginx,webhooks.ingress.annotations.a=b",
        "webhooks.enabled=true,webhooks.httpRoute.enabled=true,webhooks.httpRoute.parentRefs[0].name=public,"
            + "webhooks.httpRoute.parentRefs[0].namespace=gateways,webhooks.httpRoute.hostnames={hooks.example.com},"
            + "webhooks.httpRoute.annotations.a=b",
        "allowedHosts={github.com,*.example.com:8443},proxy.https=http://proxy.example:3128,proxy.noProxy=10.0.0.0/8",
        "settings.GITOPSBINDING_LOG_LEVEL=debug,settings.GITOPSBINDING_OPERATIONS_PER_HOST=4,settings.OTEL_SERVICE_NAME=x",
        "image.tag=1.2.3,image.digest=sha256:0123456789012345678901234567890123456789012345678901234567890123,"
            + "imagePullSecrets[0].name=regcred",
        "topologySpreadConstraints[0].maxSkew=1,topologySpreadConstraints[0].topologyKey=zone,"
            + "topologySpreadConstraints[0].whenUnsatisfiable=ScheduleAnyway,tolerations[0].operator=Exists,nodeSelector.a=b",
        "podLabels.team=x,podAnnotations.a=b,service.annotations.a=b,serviceAccount.annotations.a=b,extraEnv[0].name=A"
      })
  void theApiServerAcceptsWithoutAWarning(String values) throws IOException {
    Path file =
        Files.writeString(Files.createTempFile(folder, "chart", ".yaml"), render("shop", values));

    String output =
        kubectl(
            "apply",
            "--server-side",
            "--dry-run=server",
            "--force-conflicts",
            "-f",
            file.toString());

    assertThat(output).contains("deployment.apps/").doesNotContain("Warning");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown=1 | unknown",
        "replicas=-1 | replicas",
        "settings.GITOPSBINDING_CA_FILE=/x | GITOPSBINDING_CA_FILE",
        "settings.GITOPSBINDING_HTTP_PORT=1 | GITOPSBINDING_HTTP_PORT",
        "settings.GITOPSBINDING_HOOK_PORT=8081 | GITOPSBINDING_HOOK_PORT",
        "settings.gitopsbinding_log_level=debug | gitopsbinding_log_level",
        "webhooks.port=8080 | port",
        "webhooks.ingress.enabled=true,webhooks.ingress.host=a.example | webhooks.enabled",
        "webhooks.enabled=true,webhooks.ingress.enabled=true | webhooks.ingress.host",
        "webhooks.httpRoute.enabled=true,webhooks.httpRoute.parentRefs[0].name=a | webhooks.enabled",
        "webhooks.enabled=true,webhooks.httpRoute.enabled=true | webhooks.httpRoute.parentRefs",
        "watchNamespaces={Shop} | watchNamespaces",
        "image.digest=latest | digest",
        "serviceAccount.create=false | serviceAccount.name"
      })
  void aWrongValueIsNamed(String values, String name) {
    Command.Output output =
        helm.attempt(List.of("template", NAME, CHART, VERSION, "--set", values));

    assertThat(output.exitCode()).isNotZero();
    assertThat(output.errors()).contains(name);
  }

  @Test
  void everyDashboardIsAConfigMapWithValidJson() throws IOException {
    Map<String, JsonNode> chart = objects(render(SYSTEM, "dashboards.enabled=true"));
    List<JsonNode> maps =
        chart.values().stream()
            .filter(object -> object.path("kind").asText().equals("ConfigMap"))
            .toList();

    assertThat(maps).hasSize(4);
    for (JsonNode map : maps) {
      assertThat(map.path("data").properties()).hasSize(1);
      assertThat(YAML.readTree(map.path("data").elements().next().asText()).path("panels"))
          .isNotEmpty();
    }
  }

  @Test
  void aShardHasALeaseOfItsOwn() {
    assertThat(render("a", "watchLabelSelector=shard=a"))
        .containsPattern("GITOPSBINDING_LEASE_NAME\n +value: \"" + NAME + "\"")
        .containsPattern("GITOPSBINDING_WATCH_LABEL_SELECTOR\n +value: \"shard=a\"");
  }

  @Test
  void isInstalledUpgradedAndUninstalledWithoutATrace() {
    // Given: the definition as `kubectl apply -k deploy/crds` has left it, and a binding
    kubectl("apply", "-f", "deploy/samples/binding.yaml", "--namespace=shop");

    // When
    release("install", "--take-ownership", "--set", "watchNamespaces={shop}");

    // Then
    String operator = "system:serviceaccount:" + SYSTEM + ":" + NAME;
    assertThat(Rights.may(api, operator, "get", "secrets", "shop", "git")).isTrue();
    assertThat(Rights.may(api, operator, "get", "secrets", "blog", "git")).isFalse();

    // When
    release("upgrade", "--set", "replicas=2,podDisruptionBudget.enabled=true");

    // Then
    assertThat(Rights.may(api, operator, "get", "secrets", "blog", "git")).isTrue();
    assertThat(kubectl("get", "roles", "--namespace=shop", "--output=name")).isEmpty();
    assertThat(api.admin().apps().deployments().inNamespace(SYSTEM).withName(NAME).get().getSpec())
        .satisfies(spec -> assertThat(spec.getReplicas()).isEqualTo(2));

    // When
    release("uninstall");

    // Then
    assertThat(left()).isEmpty();
    assertThat(kubectl("get", "gitopsbinding/web", "--namespace=shop", "--output=name"))
        .as("the definition is kept, and bindings with it")
        .contains("gitopsbinding");
  }

  /** The objects with a label of the chart, or made by Helm. */
  private static String left() {
    return Stream.of("app.kubernetes.io/part-of=gitopsbinding", "owner=helm")
        .map(
            label ->
                kubectl("get", KINDS, "--all-namespaces", "--selector=" + label, "--output=name"))
        .reduce("", String::concat);
  }

  private static void release(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(1, NAME);
    if (!arguments[0].equals("uninstall")) {
      command.add(2, CHART);
    }
    command.add("--namespace=" + SYSTEM);
    Command.Output output =
        helm.attempt(command, Map.of("KUBECONFIG", api.adminKubeconfig().toString()));
    assertThat(output.exitCode()).as(output.toString()).isZero();
  }

  private static String render(String namespace, String values) {
    Command.Output output =
        helm.attempt(
            List.of("template", NAME, CHART, VERSION, "--namespace=" + namespace, "--set", values));
    assertThat(output.exitCode()).as(output.toString()).isZero();
    return output.text();
  }

  /**
   * Objects by kind and name, without what may differ: labels of releases, and the image's name.
   */
  private static Map<String, JsonNode> objects(String yaml) throws IOException {
    Map<String, JsonNode> objects = new TreeMap<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode object = documents.next();
        if (object instanceof ObjectNode) {
          ((ObjectNode) object.path("metadata")).remove("labels");
          removeInstance(object);
          objects.put(
              object.path("kind").asText() + " " + object.at("/metadata/name").asText(), object);
        }
      }
    }
    return objects;
  }

  private static void removeInstance(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("app.kubernetes.io/instance");
      if (object.path("image").asText().contains(NAME + ":")) {
        object.put("image", NAME);
      }
    }
    if (node instanceof ArrayNode list) {
      // Kustomize puts what a patch adds first; the order of named elements has no meaning.
      List<JsonNode> sorted = new ArrayList<>();
      list.forEach(sorted::add);
      sorted.sort(Comparator.comparing(one -> one.path("name").asText()));
      list.removeAll().addAll(sorted);
    }
    node.forEach(ChartIT::removeInstance);
  }

  private static String kubectl(String... arguments) {
    ApiServer.Output output = api.kubectl(arguments);
    assertThat(output.exitCode()).as(output.text()).isZero();
    return output.text();
  }
}
