package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.apiserver.Rights;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ApiServerExtension.class)
class PermissionsIT {
  private static final String OPERATOR =
      "system:serviceaccount:gitopsbinding-system:gitopsbinding-operator";
  private static final String LEASE = "leases.coordination.k8s.io";
  private static final String BINDINGS = "gitopsbindings.gitopsbinding.dev";

  private static final List<String> IN_EVERY_NAMESPACE =
      List.of(
          "[create] [events.k8s.io] [events]",
          "[get, list, watch] [apps] [daemonsets, deployments, statefulsets]",
          "[get, list, watch] [argoproj.io] [rollouts]",
          "[get, list, watch] [batch] [cronjobs]",
          "[get, list, watch] [gitopsbinding.dev] [gitopsbindings]",
          "[get] [] [secrets]",
          "[patch] [gitopsbinding.dev] [gitopsbindings/status]");

  @BeforeAll
  static void install(ApiServer server) {
    ApiServer.Output output = server.kubectl("apply", "-k", "deploy/operator");
    assertThat(output.exitCode()).as(output.text()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "get, gitopsbindings.gitopsbinding.dev, shop, web",
    "list, gitopsbindings.gitopsbinding.dev, '', ''",
    "watch, gitopsbindings.gitopsbinding.dev, '', ''",
    "patch, gitopsbindings.gitopsbinding.dev/status, shop, web",
    "list, deployments.apps, '', ''",
    "watch, deployments.apps, '', ''",
    "get, deployments.apps, shop, web",
    "list, statefulsets.apps, '', ''",
    "watch, daemonsets.apps, '', ''",
    "list, cronjobs.batch, '', ''",
    "watch, rollouts.argoproj.io, '', ''",
    "get, secrets, shop, acme-git",
    "create, events.events.k8s.io, shop, ''",
    "create, leases.coordination.k8s.io, gitopsbinding-system, ''",
    "get, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator",
    "update, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator",
    "patch, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator"
  })
  void theOperatorMay(
      String verb, String resource, String namespace, String name, ApiServer server) {
    assertThat(Rights.may(server, OPERATOR, verb, resource, namespace, name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "create, gitopsbindings.gitopsbinding.dev, shop, ''",
    "update, gitopsbindings.gitopsbinding.dev, shop, web",
    "patch, gitopsbindings.gitopsbinding.dev, shop, web",
    "delete, gitopsbindings.gitopsbinding.dev, shop, web",
    "deletecollection, gitopsbindings.gitopsbinding.dev, shop, ''",
    "get, gitopsbindings.gitopsbinding.dev/status, shop, web",
    "update, gitopsbindings.gitopsbinding.dev/status, shop, web",
    "update, gitopsbindings.gitopsbinding.dev/finalizers, shop, web",
    "list, events.events.k8s.io, shop, ''",
    "patch, events.events.k8s.io, shop, web.1",
    "update, events.events.k8s.io, shop, web.1",
    "delete, events.events.k8s.io, shop, web.1",
    "create, events, shop, ''",
    "list, secrets, '', ''",
    "list, secrets, gitopsbinding-system, ''",
    "list, secrets, shop, ''",
    "watch, secrets, '', ''",
    "watch, secrets, shop, ''",
    "create, secrets, shop, ''",
    "update, secrets, shop, acme-git",
    "patch, secrets, shop, acme-git",
    "delete, secrets, shop, acme-git",
    "create, deployments.apps, shop, ''",
    "update, deployments.apps, shop, web",
    "patch, deployments.apps, shop, web",
    "delete, deployments.apps, shop, web",
    "update, deployments.apps/scale, shop, web",
    "patch, deployments.apps/scale, shop, web",
    "patch, deployments.apps/status, shop, web",
    "update, statefulsets.apps, shop, web",
    "patch, daemonsets.apps, shop, web",
    "patch, cronjobs.batch, shop, web",
    "update, rollouts.argoproj.io, shop, web",
    "patch, rollouts.argoproj.io/status, shop, web",
    "list, jobs.batch, shop, ''",
    "list, replicasets.apps, shop, ''",
    "list, pods, shop, ''",
    "get, pods/log, shop, web",
    "create, pods/exec, shop, web",
    "create, pods/portforward, shop, web",
    "get, configmaps, shop, web",
    "list, namespaces, '', ''",
    "get, nodes, '', node",
    "get, leases.coordination.k8s.io, kube-system, kube-scheduler",
    "get, leases.coordination.k8s.io, gitopsbinding-system, another",
    "list, leases.coordination.k8s.io, gitopsbinding-system, ''",
    "create, leases.coordination.k8s.io, shop, ''",
    "delete, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator",
    "get, customresourcedefinitions.apiextensions.k8s.io, '', gitopsbindings.gitopsbinding.dev",
    "create, serviceaccounts/token, gitopsbinding-system, gitopsbinding-operator",
    "create, tokenreviews.authentication.k8s.io, '', ''",
    "impersonate, users, '', admin",
    "impersonate, groups, '', system:masters",
    "impersonate, serviceaccounts, gitopsbinding-system, gitopsbinding-operator",
    "escalate, clusterroles.rbac.authorization.k8s.io, '', gitopsbinding-operator",
    "bind, clusterroles.rbac.authorization.k8s.io, '', cluster-admin",
    "bind, roles.rbac.authorization.k8s.io, shop, admin",
    "create, rolebindings.rbac.authorization.k8s.io, shop, ''",
    "create, clusterrolebindings.rbac.authorization.k8s.io, '', ''"
  })
  void theOperatorMayNot(
      String verb, String resource, String namespace, String name, ApiServer server) {
    assertThat(Rights.may(server, OPERATOR, verb, resource, namespace, name)).isFalse();
  }

  @Test
  void theOperatorMayDoNothingElse(ApiServer server) {
    String home = "gitopsbinding-system";
    String operator = "gitopsbinding-operator";

    assertThat(Rights.all(server, home, operator, "shop"))
        .containsExactlyElementsOf(IN_EVERY_NAMESPACE);
    assertThat(Rights.all(server, home, operator, home))
        .containsAll(IN_EVERY_NAMESPACE)
        .filteredOn(rule -> !IN_EVERY_NAMESPACE.contains(rule))
        .containsExactly(
            "[create] [coordination.k8s.io] [leases]",
            "[get, patch, update] [coordination.k8s.io] [leases] [gitopsbinding-operator]");
  }

  @Test
  void whoMayViewMayNotEdit(ApiServer server) {
    String namespace = server.createNamespace("team");
    bind(server, namespace, "viewer", "gitopsbinding-view");
    bind(server, namespace, "editor", "gitopsbinding-edit");

    assertThat(Rights.may(server, "viewer", "watch", BINDINGS, namespace, "")).isTrue();
    assertThat(Rights.may(server, "viewer", "create", BINDINGS, namespace, "")).isFalse();
    assertThat(Rights.may(server, "editor", "create", BINDINGS, namespace, "")).isTrue();
    assertThat(Rights.may(server, "editor", "deletecollection", BINDINGS, namespace, "")).isTrue();
    assertThat(Rights.may(server, "editor", "patch", BINDINGS + "/status", namespace, "web"))
        .isFalse();
    assertThat(Rights.may(server, "editor", "get", LEASE, namespace, "x")).isFalse();
  }

  private static void bind(ApiServer server, String namespace, String user, String role) {
    server
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
  }
}
