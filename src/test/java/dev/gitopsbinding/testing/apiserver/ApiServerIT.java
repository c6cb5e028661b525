package dev.gitopsbinding.testing.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ApiServerExtension.class)
class ApiServerIT {
  @Test
  void letsAServiceAccountDoWhatRbacAllows(ApiServer api, @TempDir Path folder) throws Exception {
    // Given
    String namespace = api.createNamespace("rbac");
    Files.writeString(folder.resolve("rbac.yaml"), rbac(namespace));
    api.apply(folder);
    var account = new ServiceAccountBuilder().withNewMetadata().withName("reader").endMetadata();
    api.admin().serviceAccounts().inNamespace(namespace).resource(account.build()).create();

    // When
    var impersonating = api.impersonating(namespace, "reader");
    var file = api.kubeconfigOf(namespace, "reader");

    // Then
    assertThat(impersonating.configMaps().inNamespace(namespace).list().getItems()).isEmpty();
    assertThatThrownBy(() -> impersonating.secrets().inNamespace(namespace).list())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("cannot list resource \"secrets\"");
    try (var client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(file)))
            .build()) {
      assertThat(client.getNamespace()).isEqualTo(namespace);
      assertThat(client.configMaps().list().getItems()).isEmpty();
      assertThatThrownBy(() -> client.secrets().list())
          .hasMessageContaining("system:serviceaccount:" + namespace + ":reader");
    }
  }

  private static String rbac(String namespace) {
    return """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader, namespace: %1$s}
      rules:
      - {apiGroups: [""], resources: [configmaps], verbs: [list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reader, namespace: %1$s}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects:
      - {kind: ServiceAccount, name: reader, namespace: %1$s}
      """
        .formatted(namespace);
  }
}
