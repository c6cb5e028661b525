package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class LeanSerializationTest {
  private static final KubernetesSerialization LEAN = LeanSerialization.create();

  @Test
  void readsNothingOfADeploymentButWhatARuleNeeds() {
    String full =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
          uid: u
          resourceVersion: "7"
          generation: 3
          labels: {app: web}
          annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}", team: a}
          managedFields: [{manager: kubectl, operation: Apply, fieldsV1: {f:spec: {}}}]
        spec:
          replicas: 2
          template:
            spec:
              volumes: [{name: data, emptyDir: {}}]
              initContainers: [{name: init, image: "busybox:1", command: [sh]}]
              containers:
                - {name: web, image: "ghcr.io/acme/web:1", env: [{name: A, value: b}]}
        status: {observedGeneration: 3, replicas: 2}
        """;

    assertThat(LEAN.asYaml(LEAN.unmarshal(full, Deployment.class)))
        .isEqualTo(
            """
            ---
            apiVersion: "apps/v1"
            kind: "Deployment"
            metadata:
              annotations:
                team: "a"
              generation: 3
              labels:
                app: "web"
              name: "web"
              namespace: "shop"
              resourceVersion: "7"
              uid: "u"
            spec:
              replicas: 2
              template:
                spec:
                  containers:
                  - image: "ghcr.io/acme/web:1"
                    name: "web"
                  initContainers:
                  - image: "busybox:1"
                    name: "init"
            status:
              observedGeneration: 3
              replicas: 2
            """);
  }

  @Test
  void takesOfAStatusWhatItCanRead() {
    String yaml =
        """
        spec: {target: [web]}
        status:
          observedGeneration: 3
          source: text
          lastPush: {commit: c, toTag: t}
          conditions: [{type: Ready, status: "True"}, text, {type: [odd]}]
        """;

    var binding = LEAN.unmarshal(yaml, GitOpsBinding.class);

    assertThat(binding.getSpec()).isNull();
    assertThat(binding.getStatus().observedGeneration()).isEqualTo(3);
    assertThat(binding.getStatus().source()).isNull();
    assertThat(binding.getStatus().lastPush().toTag()).isEqualTo("t");
    assertThat(binding.getStatus().conditions()).extracting("type").containsExactly("Ready");
  }

  @Test
  void readsABindingThatHasNoAnnotations() {
    var binding = LEAN.unmarshal("{\"metadata\": {\"annotations\": null}}", GitOpsBinding.class);
    assertThat(binding.getMetadata().getAnnotations()).isNullOrEmpty();
  }
}
