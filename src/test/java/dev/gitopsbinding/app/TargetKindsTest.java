package dev.gitopsbinding.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.controller.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has to know each kind beside its own file. */
class TargetKindsTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {"deploy/operator/cluster-role.yaml", "deploy/namespaced/watched/role.yaml"})
  void theOperatorMayReadThemAndNoOtherWorkloads(String file) throws IOException {
    // When
    List<String> readable = new ArrayList<>();
    JsonNode role = YAML.readTree(Path.of(file).toFile());
    for (JsonNode rule : role.required("rules")) {
      String group = rule.required("apiGroups").required(0).asText();
      List<String> verbs = texts(rule.required("verbs"));
      if (verbs.contains("watch") && !group.equals("gitopsbinding.dev")) {
        assertThat(verbs).containsExactly("get", "list", "watch");
        texts(rule.required("resources")).forEach(plural -> readable.add(plural + "." + group));
      }
    }

    // Then
    assertThat(readable)
        .containsExactlyInAnyOrderElementsOf(
            TargetKinds.ALL.stream()
                .map(WorkloadKind::type)
                .map(HasMetadata::getFullResourceName)
                .toList());
  }

  @Test
  void theDefinitionAcceptsThem() throws IOException {
    // Given
    String rule =
        "self in [%s, 'Job']"
            .formatted(
                String.join(
                    ", ", TargetKinds.ALL.stream().map(kind -> "'" + kind.name() + "'").toList()));

    // When
    JsonNode definition =
        YAML.readTree(
            Files.readString(Path.of("deploy/crds/gitopsbindings.gitopsbinding.dev-v1.yaml")));

    // Then
    JsonNode spec =
        definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    for (String place : List.of("/target", "/manifest/properties/object")) {
      assertThat(spec.at(place + "/properties/kind/x-kubernetes-validations/0/rule").asText())
          .as(place)
          .isEqualTo(rule);
    }
  }

  @Test
  void onlyDeploymentsAreWatchedFromTheStart() {
    assertThat(TargetKinds.ALL)
        .filteredOn(WorkloadKind::isWatchedFromStart)
        .extracting(WorkloadKind::name)
        .containsExactly("Deployment");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
