package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.documentation.PageShell;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ApiServerExtension.class)
class InstallationIT {
  private static final String NAMESPACE = "gitopsbinding-system";
  private static final String NAME = "gitopsbinding-operator";

  @BeforeAll
  static void install(ApiServer server) {
    apply(server, "-k", "deploy/crds");
    apply(server, "-k", "deploy/operator");
  }

  @Test
  void installingAgainChangesNothing(ApiServer server) {
    String output = apply(server, "-k", "deploy/operator");

    assertThat(output.lines()).isNotEmpty().allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void applyingTheDefinitionsAgainChangesNothing(ApiServer server) {
    // The first time may take fields over from whoever made the definitions before.
    apply(server, "-k", "deploy/crds");

    String output = apply(server, "-k", "deploy/crds");

    assertThat(output.lines()).isNotEmpty().allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void theDefinitionsCanBeAppliedAsPlainFiles(ApiServer server) {
    String output = apply(server, "-f", "deploy/crds");

    assertThat(output).contains("gitopsbindings.gitopsbinding.dev");
  }

  @Test
  void shardsAreInstalledByTheirPageAndShareNothingButTheNamespace(
      ApiServer server, @TempDir Path folder) throws IOException {
    // Given
    apply(server, "-k", "deploy/samples");
    PageShell shell = new PageShell(server, folder, Map.of(), "").link("deploy", Path.of("deploy"));

    // When
    String output = shell.run(PageShell.blocks("docs/sharding.md").getFirst());

    // Then
    assertThat(output).doesNotContain("Warning").contains("web labeled");
    for (String shard : List.of("a", "b", "rest")) {
      assertShardIsWhole(server.admin(), NAME + "-" + shard, shard);
      assertThat(apply(server, "-k", "deploy/shards/" + shard).lines())
          .isNotEmpty()
          .allMatch(line -> line.endsWith(" unchanged"));
      assertThat(server.kubectl("kustomize", "deploy/shards/" + shard).text())
          .matches(text -> text.contains("kind: Namespace") == shard.equals("rest"));
    }
  }

  private static void assertShardIsWhole(KubernetesClient admin, String name, String shard) {
    var spec = admin.apps().deployments().inNamespace(NAMESPACE).withName(name).require().getSpec();
    assertThat(spec.getSelector().getMatchLabels()).containsEntry("gitopsbinding.dev/shard", shard);
    assertThat(spec.getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(spec.getSelector().getMatchLabels());
    assertThat(spec.getTemplate().getSpec().getServiceAccountName()).isEqualTo(name);
    assertThat(spec.getTemplate().getSpec().getContainers().getFirst().getEnv())
        .contains(
            new EnvVar(
                "GITOPSBINDING_WATCH_LABEL_SELECTOR",
                shard.equals("rest") ? "shard notin (a, b)" : "shard=" + shard,
                null),
            new EnvVar("GITOPSBINDING_LEASE_NAME", name, null));
    String lease = NAME + "-lease-" + shard;
    assertThat(admin.rbac().roles().inNamespace(NAMESPACE).withName(lease).require().getRules())
        .flatExtracting(PolicyRule::getResourceNames)
        .containsExactly(name);
    assertThat(admin.rbac().roleBindings().inNamespace(NAMESPACE).withName(lease).require())
        .satisfies(
            binding -> {
              assertThat(binding.getRoleRef().getName()).isEqualTo(lease);
              assertThat(binding.getSubjects()).extracting(Subject::getName).containsExactly(name);
            });
    assertThat(admin.rbac().clusterRoleBindings().withName(name).require().getSubjects())
        .extracting(Subject::getName)
        .containsExactly(name);
  }

  @Test
  void theSampleIsAcceptedWithoutAWarning(ApiServer server) {
    String output = apply(server, "-k", "deploy/samples");

    assertThat(output)
        .contains("gitopsbinding.gitopsbinding.dev/web")
        .doesNotContain("Warning")
        .as("a Secret with a real key would be overwritten")
        .doesNotContain("secret");
    assertThat(apply(server, "-f", "deploy/samples/several-places"))
        .contains("gitopsbinding.gitopsbinding.dev/web-everywhere")
        .doesNotContain("Warning");
    assertThat(apply(server, "-f", "deploy/samples/workload-kinds").lines())
        .as("one for each kind beside Deployment")
        .hasSize(4)
        .allMatch(line -> line.matches("gitopsbinding\\.gitopsbinding\\.dev/[a-z]+ created"));
  }

  @Test
  void everySampleIsAcceptedWithoutAWarningAndHoldsNoSecret(ApiServer server) throws IOException {
    apply(server, "-f", "deploy/samples/namespace.yaml");
    apply(server, "-f", "deploy/samples/promotion"); // A dry run makes no namespaces.
    List<Path> folders = folders();

    assertThat(folders).hasSizeGreaterThan(12);
    for (Path folder : folders) {
      ApiServer.Output output =
          server.kubectl(
              "apply",
              "--dry-run=server",
              "--validate=strict",
              Files.exists(folder.resolve("kustomization.yaml")) ? "-k" : "-f",
              folder.toString());
      assertThat(output.exitCode()).as("%s: %s", folder, output.text()).isZero();
      assertThat(output.text())
          .contains("gitopsbinding.gitopsbinding.dev/")
          .doesNotContain("Warning")
          .as("a Secret with a real key would be overwritten")
          .doesNotContain("secret/");
    }
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("deploy/samples"))) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void thePodPassesTheRestrictedPodSecurityLevel(ApiServer server) {
    KubernetesClient admin = server.admin();

    Pod created = admin.resource(pod(admin, "as-shipped")).create();

    assertThat(created.getMetadata().getUid()).isNotEmpty();
  }

  @Test
  void thatLevelIsEnforced(ApiServer server) {
    KubernetesClient admin = server.admin();
    Pod privileged =
        pod(admin, "as-root")
            .edit()
            .editSpec()
            .editFirstContainer()
            .withNewSecurityContext()
            .withPrivileged(true)
            .endSecurityContext()
            .endContainer()
            .endSpec()
            .build();

    assertThatThrownBy(() -> admin.resource(privileged).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
  }

  @Test
  void theServiceFindsThePodAndItsPort(ApiServer server) {
    KubernetesClient admin = server.admin();
    var service = admin.services().inNamespace(NAMESPACE).withName(NAME).require();
    PodTemplateSpec template = template(admin);

    assertThat(template.getMetadata().getLabels())
        .containsAllEntriesOf(service.getSpec().getSelector());
    assertThat(template.getSpec().getContainers().getFirst().getPorts())
        .extracting("name")
        .contains(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal());
  }

  private static Pod pod(KubernetesClient admin, String name) {
    PodTemplateSpec template = template(admin);
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static PodTemplateSpec template(KubernetesClient admin) {
    return admin
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .require()
        .getSpec()
        .getTemplate();
  }

  private static String apply(ApiServer server, String... how) {
    ApiServer.Output output = server.kubectl("apply", how[0], how[1]);
    assertThat(output.exitCode()).as(output.text()).isZero();
    return output.text();
  }
}
