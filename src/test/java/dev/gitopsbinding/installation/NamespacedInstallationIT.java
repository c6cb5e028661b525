package dev.gitopsbinding.installation;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.Rights;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code deploy/namespaced} alone, on an API server where nothing else gives the operator rights.
 */
class NamespacedInstallationIT {
  private static final String OPERATOR =
      "system:serviceaccount:gitopsbinding-system:gitopsbinding-operator";

  @AutoClose private static ApiServer api;
  private static List<String> watched;
  private static String other;

  @BeforeAll
  static void install() {
    api = ApiServer.start();
    watched = Stream.generate(() -> api.createNamespace("watched")).limit(2).toList();
    other = api.createNamespace("other");
    watched.forEach(name -> apply("-n", name, "-k", "deploy/namespaced/watched"));
    apply("-k", "deploy/namespaced/operator");
  }

  @Test
  void worksInTheWatchedNamespacesAndInNoOther() {
    Map<String, String> settings =
        Map.of("GITOPSBINDING_WATCH_NAMESPACES", String.join(",", watched));
    try (OperatorStage stage = OperatorStage.startInstalled(api, settings)) {
      // Given
      Scene outside = stage.scene(other);
      outside.apply("web", outside.spec());
      List<Scene> scenes = watched.stream().map(stage::scene).toList();

      // When
      for (Scene scene : scenes) {
        scene.apply(deploymentYaml(IMAGE + ":old"));
        scene.apply("web", scene.spec());
        scene.apply("job", scene.spec().replace("name: web", "kind: CronJob, name: web"));
      }

      // Then
      for (Scene scene : scenes) {
        GitOpsBindingStatus status = scene.awaitReady("web", scene.source.tip("main"));
        assertThat(condition(status, "RolledOut").reason()).isEqualTo("AwaitingApply");
        await().until(() -> !scene.events("web").isEmpty());
        // CronJobs are listed here too, and not in the whole cluster, which nobody may.
        scene.await("job", job -> condition(job, "RolledOut").reason().equals("TargetNotFound"));
      }
      assertThat(outside.status("web")).isEqualTo(GitOpsBindingStatus.EMPTY);
      assertThat(outside.manifestCommits()).isEqualTo(1);
    }
  }

  @Test
  void noClusterRoleIsBoundToTheOperator() {
    List<ClusterRoleBinding> bindings = api.admin().rbac().clusterRoleBindings().list().getItems();

    assertThat(bindings)
        .isNotEmpty()
        .noneMatch(
            binding ->
                Optional.ofNullable(binding.getSubjects()).orElse(List.of()).stream()
                    .anyMatch(subject -> subject.getName().equals("gitopsbinding-operator")));
    assertThat(api.admin().rbac().clusterRoles().withName("gitopsbinding-operator").get()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "list, gitopsbindings.gitopsbinding.dev, ''",
    "watch, gitopsbindings.gitopsbinding.dev, ''",
    "patch, gitopsbindings.gitopsbinding.dev/status, web",
    "list, deployments.apps, ''",
    "list, statefulsets.apps, ''",
    "watch, cronjobs.batch, ''",
    "list, rollouts.argoproj.io, ''",
    "get, secrets, git",
    "create, events.events.k8s.io, ''"
  })
  void theOperatorMayInTheWatchedNamespacesOnly(String verb, String resource, String name) {
    assertThat(watched).allMatch(in -> Rights.may(api, OPERATOR, verb, resource, in, name));
    assertThat(List.of(other, "kube-system", "gitopsbinding-system", ""))
        .noneMatch(in -> Rights.may(api, OPERATOR, verb, resource, in, name));
  }

  @Test
  void theRulesAreThoseOfTheClusterRole() {
    List<PolicyRule> everywhere =
        first("deploy/operator/cluster-role.yaml", ClusterRole.class).getRules();

    assertThat(first("deploy/namespaced/watched/role.yaml", Role.class).getRules())
        .isEqualTo(everywhere)
        .isNotEmpty();
  }

  private static <T> T first(String file, Class<T> type) {
    try (InputStream stream = Files.newInputStream(Path.of(file))) {
      return api.admin().load(stream).items().stream()
          .filter(type::isInstance)
          .map(type::cast)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void apply(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("apply"), Stream.of(arguments)).toArray(String[]::new);
    ApiServer.Output output = api.kubectl(command);
    assertThat(output.exitCode()).as(output.text()).isZero();
  }
}
