package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ApiServerExtension;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
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
    "get, secrets, shop, acme-git",
    "create, events.events.k8s.io, shop, ''",
    "create, leases.coordination.k8s.io, gitopsbinding-system, ''",
    "get, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator",
    "update, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator",
    "patch, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator"
  })
  void theOperatorMay(
      String verb, String resource, String namespace, String name, ApiServer server) {
    assertThat(may(server, OPERATOR, verb, resource, namespace, name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "create, gitopsbindings.gitopsbinding.dev, shop, ''",
    "update, gitopsbindings.gitopsbinding.dev, shop, web",
    "patch, gitopsbindings.gitopsbinding.dev, shop, web",
    "delete, gitopsbindings.gitopsbinding.dev, shop, web",
    "update, gitopsbindings.gitopsbinding.dev/status, shop, web",
    "patch, events.events.k8s.io, shop, web.1",
    "list, secrets, '', ''",
    "list, secrets, gitopsbinding-system, ''",
    "watch, secrets, '', ''",
    "create, secrets, shop, ''",
    "patch, secrets, shop, acme-git",
    "delete, secrets, shop, acme-git",
    "patch, deployments.apps, shop, web",
    "update, deployments.apps/scale, shop, web",
    "delete, deployments.apps, shop, web",
    "list, pods, shop, ''",
    "create, pods/exec, shop, web",
    "get, configmaps, shop, web",
    "get, leases.coordination.k8s.io, kube-system, kube-scheduler",
    "get, leases.coordination.k8s.io, gitopsbinding-system, another",
    "delete, leases.coordination.k8s.io, gitopsbinding-system, gitopsbinding-operator",
    "get, customresourcedefinitions.apiextensions.k8s.io, '', gitopsbindings.gitopsbinding.dev",
    "create, serviceaccounts/token, gitopsbinding-system, gitopsbinding-operator",
    "impersonate, users, '', admin",
    "escalate, clusterroles.rbac.authorization.k8s.io, '', gitopsbinding-operator"
  })
  void theOperatorMayNot(
      String verb, String resource, String namespace, String name, ApiServer server) {
    assertThat(may(server, OPERATOR, verb, resource, namespace, name)).isFalse();
  }

  @Test
  void whoMayViewMayNotEdit(ApiServer server) {
    String namespace = server.createNamespace("team");
    bind(server, namespace, "viewer", "gitopsbinding-view");
    bind(server, namespace, "editor", "gitopsbinding-edit");

    assertThat(may(server, "viewer", "watch", BINDINGS, namespace, "")).isTrue();
    assertThat(may(server, "viewer", "create", BINDINGS, namespace, "")).isFalse();
    assertThat(may(server, "editor", "create", BINDINGS, namespace, "")).isTrue();
    assertThat(may(server, "editor", "deletecollection", BINDINGS, namespace, "")).isTrue();
    assertThat(may(server, "editor", "patch", BINDINGS + "/status", namespace, "web")).isFalse();
    assertThat(may(server, "editor", "get", LEASE, namespace, "x")).isFalse();
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

  /**
   * Asks the API server.
   *
   * @param resource {@code plural[.group][/subresource]}, as of {@code kubectl auth can-i}
   */
  private static boolean may(
      ApiServer server, String user, String verb, String resource, String namespace, String name) {
    String[] parts = resource.split("/", 2);
    String[] plural = parts[0].split("\\.", 2);
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .addToGroups("system:authenticated")
            .withNewResourceAttributes()
            .withVerb(verb)
            .withResource(plural[0])
            .withGroup(plural.length > 1 ? plural[1] : "")
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .withNamespace(namespace)
            .withName(name)
            .endResourceAttributes()
            .endSpec()
            .build();
    return server.admin().resource(review).create().getStatus().getAllowed();
  }
}
