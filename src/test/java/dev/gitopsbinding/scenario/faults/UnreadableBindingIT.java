package dev.gitopsbinding.scenario.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A binding that was stored in a form which the operator cannot read. */
@ExtendWith(ApiServerExtension.class)
class UnreadableBindingIT {
  private static final Path DEFINITION =
      Path.of("deploy/crds/gitopsbindings.gitopsbinding.dev-v1.yaml");

  @Fault(value = "informer that dies", holds = "I6")
  @Test
  void anInformerThatDiesIsToldByTheLivenessProbe(ApiServer api) throws IOException {
    try (OperatorStage stage = OperatorStage.start(api)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));
      acceptAnything(api);
      Path deep = Files.createTempFile(Path.of("target"), "deep-", ".json");
      Files.writeString(
          deep,
          """
          {"apiVersion": "gitopsbinding.dev/v1alpha1", "kind": "GitOpsBinding",
           "metadata": {"name": "deep", "namespace": "%s"}, "spec": %s}
          """
              .formatted(scene.namespace, "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)));

      // When
      try {
        await()
            .atMost(OperatorStage.PATIENCE)
            .until(
                () ->
                    api.kubectl("create", "--validate=false", "--filename=" + deep).exitCode()
                        == 0);

        // Then
        await()
            .atMost(OperatorStage.PATIENCE)
            .until(() -> stage.get("/livez"), text -> text.contains("informer of GitOpsBinding"));
      } finally {
        api.kubectl("delete", "--wait=false", "--filename=" + deep);
        api.apply(DEFINITION);
      }

      // When
      stage.restart();
      String second = scene.source.commit("main", "README", "second");

      // Then
      assertThat(stage.get("/livez")).contains("ok");
      scene.awaitReady("web", second);
    }
  }

  @Fault(value = "binding stored under an older schema", holds = "I6")
  @Test
  void aBindingInAFormThatCannotBeReadKeepsNoOtherFromItsWork(ApiServer api) {
    try (OperatorStage stage = OperatorStage.start(api)) {
      // Given
      Scene scene = stage.scene();
      acceptAnything(api);
      try {
        store(api, scene, "older", "target: [web]");
        awaitUnreadable(api, scene, "older");
        stage.restart(
            () -> {
              store(api, scene, "younger", "image: {name: {of: web}}");
              api.apply(DEFINITION);
            });
      } finally {
        api.apply(DEFINITION);
      }

      // When
      scene.apply("web", scene.spec());

      // Then
      scene.awaitReady("web", scene.source.tip("main"));
      await()
          .atMost(OperatorStage.PATIENCE)
          .until(
              () -> scene.events("younger"),
              events -> events.stream().anyMatch(event -> isUnreadable(event.getNote())));

      // When
      scene.replace("older", scene.spec().replace("path: ", "path: other/"));

      // Then
      scene.awaitReason("older", "FileNotFound");
      bindings(api, scene).withName("younger").delete();
    }
  }

  private static void acceptAnything(ApiServer api) {
    var anything =
        new JSONSchemaPropsBuilder()
            .withType("object")
            .withXKubernetesPreserveUnknownFields(true)
            .build();
    api.admin()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("gitopsbindings.gitopsbinding.dev")
        .edit(
            definition -> {
              definition
                  .getSpec()
                  .getVersions()
                  .getFirst()
                  .getSchema()
                  .getOpenAPIV3Schema()
                  .getProperties()
                  .put("spec", anything);
              return definition;
            });
  }

  /** The API server takes a moment to serve the changed definition. */
  private static void store(ApiServer api, Scene scene, String name, String spec) {
    String yaml =
        "apiVersion: gitopsbinding.dev/v1alpha1\nkind: GitOpsBinding\n"
            + "metadata: {name: %s, namespace: %s}\nspec: {%s}\n"
                .formatted(name, scene.namespace, spec);
    await()
        .ignoreExceptions()
        .atMost(OperatorStage.PATIENCE)
        .until(() -> api.admin().resource(yaml).create() != null);
  }

  private static void awaitUnreadable(ApiServer api, Scene scene, String name) {
    await(name)
        .atMost(OperatorStage.PATIENCE)
        .until(
            () -> bindings(api, scene).withName(name).get().getAdditionalProperties(),
            binding -> isUnreadable(binding.getOrDefault("status", "none yet").toString()));
  }

  private static boolean isUnreadable(String text) {
    return text.contains("cannot read") && text.contains("apply the binding again");
  }

  private static NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      bindings(ApiServer api, Scene scene) {
    return api.admin()
        .genericKubernetesResources("gitopsbinding.dev/v1alpha1", "GitOpsBinding")
        .inNamespace(scene.namespace);
  }
}
