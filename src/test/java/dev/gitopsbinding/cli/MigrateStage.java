package dev.gitopsbinding.cli;

import dev.gitopsbinding.testing.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A service account that may list Deployments and nothing else, and what is in the cluster. */
final class MigrateStage implements AutoCloseable {
  static final String READER = "deployments-reader";

  final ApiServer api;
  final String namespace;
  final Path kubeconfig;

  MigrateStage(ApiServer server) {
    api = server;
    namespace = server.createNamespace("migrate");
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(READER)
            .endMetadata()
            .build();
    var role =
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(READER)
            .endMetadata()
            .addNewRule()
            .withApiGroups("apps")
            .withResources("deployments")
            .withVerbs("list")
            .endRule()
            .build();
    var binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(READER)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", READER)
            .addNewSubject(null, "ServiceAccount", READER, namespace)
            .build();
    List.of(account, role, binding)
        .forEach(one -> server.admin().resource((HasMetadata) one).createOr(edit -> edit.update()));
    kubeconfig = server.kubeconfigOf(namespace, READER);
  }

  @Override
  public void close() {
    // Its objects end with the API server of this JVM.
  }

  void applyDry(HasMetadata object) {
    api.admin()
        .resource(object)
        .inNamespace(namespace)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .fieldManager("migrate-it")
        .forceConflicts()
        .serverSideApply();
  }

  List<HasMetadata> parsed(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---$", -1)) {
      if (!document.isBlank()) {
        objects.add(
            api.admin()
                .getKubernetesSerialization()
                .unmarshal(document, GenericKubernetesResource.class));
      }
    }
    return objects;
  }

  void createDeployment(String name) {
    createDeployment(namespace, name);
  }

  void createDeployment(String in, String name) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(in)
            .withName(name)
            .addToAnnotations("gitops.operator.enabled", "true")
            .addToAnnotations("gitops.operator.app_repository", "git@github.com:acme/web.git")
            .addToAnnotations(
                "gitops.operator.manifest_repository", "git@github.com:acme/deploy.git")
            .addToAnnotations("gitops.operator.deployment_path", "apps/" + name + ".yaml")
            .addToAnnotations("gitops.operator.image_name", "ghcr.io/acme/web")
            .addToAnnotations("gitops.operator.ssh_key_name", "ssh-key")
            .addToAnnotations("gitops.operator.ssh_key_namespace", "gitops-operator")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .addToMatchLabels("app", name)
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", name)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage("ghcr.io/acme/web:1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    api.admin().resource(deployment).create();
  }

  void createSecret(String in, String name, Map<String, String> values) {
    String type =
        values.containsKey(".dockerconfigjson") ? "kubernetes.io/dockerconfigjson" : "Opaque";
    api.admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(in)
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(values)
                .build())
        .create();
  }

  Secret secret(String in, String name) {
    return api.admin().secrets().inNamespace(in).withName(name).require();
  }

  static String value(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  Map<String, String> versions() {
    return api.admin().apps().deployments().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                one -> one.getMetadata().getName(), one -> one.getMetadata().getResourceVersion()));
  }
}
