package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
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
          finalizers: [example.com/f]
          ownerReferences: [{apiVersion: v1, kind: Node, name: n, uid: n}]
          managedFields: [{manager: kubectl, operation: Apply, fieldsV1: {f:spec: {}}}]
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}, annotations: {a: b}}
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
              generation: 3
              name: "web"
              namespace: "shop"
              resourceVersion: "7"
              uid: "u"
            spec:
              replicas: 2
              template:
                metadata: {}
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
          history: [{tag: b, result: Unheard}, text, {tag: [odd]}, {tag: a}]
        """;

    var binding = LEAN.unmarshal(yaml, GitOpsBinding.class);

    assertThat(binding.getSpec()).isNull();
    assertThat(binding.getStatus().observedGeneration()).isEqualTo(3);
    assertThat(binding.getStatus().source()).isNull();
    assertThat(binding.getStatus().lastPush().toTag()).isEqualTo("t");
    assertThat(binding.getStatus().conditions()).extracting("type").containsExactly("Ready");
    assertThat(binding.getStatus().history()).extracting("tag").containsExactly("b", "a");
  }

  @Test
  void readsABindingThatHasNoAnnotations() {
    var binding = LEAN.unmarshal("{\"metadata\": {\"annotations\": null}}", GitOpsBinding.class);
    assertThat(binding.getMetadata().getAnnotations()).isNullOrEmpty();
  }

  @Test
  void holdsNoAnnotationThatNoRuleNeedsNorALongOne() {
    String request = "\"gitopsbinding.dev/requestedAt\": \"" + "7".repeat(200_000);

    var one = annotations("\"note\": \"" + "n".repeat(200_000) + "\", " + request + "1\"");
    var other = annotations(request + "2\"");

    assertThat(one).containsOnlyKeys("gitopsbinding.dev/requestedAt").isNotEqualTo(other);
    assertThat(one.values()).allSatisfy(value -> assertThat(value).hasSizeLessThan(100));
    assertThat(annotations("\"gitopsbinding.dev/hosts\": \"a,b\""))
        .containsExactly(Map.entry("gitopsbinding.dev/hosts", "a,b"));
  }

  private static Map<String, String> annotations(String json) {
    return LEAN.unmarshal("{\"metadata\": {\"annotations\": {" + json + "}}}", GitOpsBinding.class)
        .getMetadata()
        .getAnnotations();
  }
}
