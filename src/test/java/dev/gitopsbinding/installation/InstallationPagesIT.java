package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.documentation.MarkdownPage.Block;
import dev.gitopsbinding.documentation.PageShell;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.program.Helm;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages about installing, followed to the letter on a real API server of their own. There is no
 * node: what waits for pods or reads their logs is left out, as are the clone and the image. In
 * place of the pods the operator runs in this process, under the rights that the pages give it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallationPagesIT {
  private static final String CHART = "deploy/charts/gitopsbinding-operator";

  /** The first chart there was; packed, because a clone may have no history. */
  private static final Path OLD_CHART =
      Path.of("src/test/resources/released/chart-0.1.0-SNAPSHOT.tgz");

  /**
   * Stands in for the rollout, which takes longer than this: {@code kubectl explain} knows a
   * definition about 1.3 seconds after it was applied. That it is {@code Established} is not
   * enough.
   */
  private static final String ROLLOUT =
      "timeout 30 sh -c 'until kubectl explain gitopsbinding > /dev/null; do sleep 0.1; done'";

  private static final Map<String, String> WITHOUT_NODES =
      Map.ofEntries(
          Map.entry("git clone ", "true git clone "),
          Map.entry("&& cd gitopsbinding-operator", ""),
          Map.entry("make image", "true make image"),
          Map.entry("docker push", "true docker push"),
          Map.entry("kubectl -n gitopsbinding-system rollout status", ROLLOUT + "; true"),
          Map.entry("kubectl -n gitopsbinding-system logs", "true logs"),
          // Nothing ends a namespace here.
          Map.entry("delete -k deploy/operator", "delete --wait=false -k deploy/operator"));

  private static final String KINDS =
      "serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,deployments,services,secrets,"
          + "poddisruptionbudgets,networkpolicies,ingresses,leases.coordination.k8s.io";

  @TempDir private static Path folder;
  @AutoClose private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.start();
    kubectl("delete", "crd", "gitopsbindings.gitopsbinding.dev");
    kubectl("create", "namespace", "shop");
  }

  @Test
  @Order(1)
  void aReleaseOfAnOldChartIsUpgradedAndUninstalled() throws IOException {
    List<Block> blocks = PageShell.blocks("docs/helm-chart.md");
    assertThat(blocks).as("install, upgrade, uninstall, and the definition").hasSize(4);
    Map<String, String> old = new LinkedHashMap<>(WITHOUT_NODES);
    old.put(CHART, OLD_CHART.toAbsolutePath().toString());
    PageShell shell = shell("helm", WITHOUT_NODES);

    // Given: an old release with a binding whose tag is pushed
    shell("old", old).run(blocks.getFirst());
    assertThat(fieldsOfSpec()).contains("source").doesNotContain("push");
    Files.writeString(folder.resolve("helm/ca.pem"), "no certificate is read here");
    PageShell.blocks("docs/install-restricted.md").forEach(shell::run);
    try (OperatorStage stage = OperatorStage.startInstalled(api, Map.of())) {
      Scene scene = stage.scene("shop");
      scene.apply("web", scene.spec());
      GitOpsBindingStatus before = scene.awaitReason("web", "UpToDate");
      String uid = binding().getMetadata().getUid();

      // When
      stage.restart(() -> shell.run(blocks.get(1)));
      scene.request("web", "after the upgrade");

      // Then: nothing is lost, nothing is pushed twice
      GitOpsBindingStatus after =
          scene.await("web", status -> "after the upgrade".equals(status.lastHandledRequestedAt()));
      assertThat(after.lastPush()).isNotNull().isEqualTo(before.lastPush());
      assertThat(binding().getMetadata().getUid()).isEqualTo(uid);
      assertThat(scene.manifest.log("main", "%s")).hasSize(2);
      assertThat(fieldsOfSpec()).contains("push");

      // And: it goes on
      String next = scene.source.commit("main", "README", "second");
      scene.request("web", "the next commit");
      scene.await("web", status -> image(status).endsWith(":" + next));
      assertThat(scene.manifest.log("main", "%s")).hasSize(3);
    }

    // When
    shell.run(blocks.get(2));

    // Then
    assertThat(left()).isEmpty();
    assertThat(binding()).as("definition and bindings stay").isNotNull();

    // When
    shell.run(blocks.get(3));

    // Then
    assertThat(kubectl("get", "crd", "--output=name")).doesNotContain("gitopsbinding");
    // It is explained for a while after it was deleted.
    await().until(() -> api.kubectl("explain", "gitopsbinding").exitCode() != 0);
  }

  @Test
  @Order(2)
  void kubectlInstallsAndRemovesIt() throws IOException {
    PageShell shell = shell("kubectl", WITHOUT_NODES);
    List<Block> blocks = PageShell.blocks("docs/install.md");

    // When
    blocks.subList(0, blocks.size() - 2).forEach(shell::run);

    // Then
    assertThat(kubectl("get", "deployments", "--namespace=gitopsbinding-system", "--output=yaml"))
        .contains("image: registry.example/gitopsbinding-operator:0.1.0", "github.com,ghcr.io");

    // When
    blocks.subList(blocks.size() - 2, blocks.size()).forEach(shell::run);

    // Then
    assertThat(left()).isEmpty();
    assertThat(kubectl("get", "crd", "--output=name")).doesNotContain("gitopsbinding");
  }

  private static String image(GitOpsBindingStatus status) {
    return status.manifest() == null ? "" : String.valueOf(status.manifest().image());
  }

  private static GitOpsBinding binding() {
    return api.admin().resources(GitOpsBinding.class).inNamespace("shop").withName("web").get();
  }

  private static Set<String> fieldsOfSpec() {
    CustomResourceDefinitionVersion version =
        api.admin()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("gitopsbindings.gitopsbinding.dev")
            .require()
            .getSpec()
            .getVersions()
            .getFirst();
    return version
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec")
        .getProperties()
        .keySet();
  }

  private static PageShell shell(String name, Map<String, String> substitutions)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    return new PageShell(api, home, substitutions, "")
        .link("bin/helm", Helm.find(home).program())
        .link("deploy", Path.of("deploy"));
  }

  /** The objects with a label of an installation, or made by Helm or the operator. */
  private static String left() {
    return Stream.of("app.kubernetes.io/part-of=gitopsbinding", "owner=helm")
        .map(
            label ->
                kubectl("get", KINDS, "--all-namespaces", "--selector=" + label, "--output=name"))
        .reduce("", String::concat);
  }

  private static String kubectl(String... arguments) {
    ApiServer.Output output = api.kubectl(arguments);
    assertThat(output.exitCode()).as(output.text()).isZero();
    return output.text();
  }
}
