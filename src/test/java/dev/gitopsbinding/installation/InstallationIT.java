package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ApiServerExtension;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
