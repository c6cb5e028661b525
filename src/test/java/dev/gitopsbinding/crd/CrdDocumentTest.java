package dev.gitopsbinding.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.model.key.KeyPath;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdDocumentTest {
  private final String generated = CrdDocument.generate();

  @Test
  void isTheFileInTheRepository() throws IOException {
    assertThat(Files.readString(CrdDocument.FILE))
        .as("%s is not what the Java types say. Run `make crds`.", CrdDocument.FILE)
        .isEqualTo(generated);
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(CrdDocument.generate()).isEqualTo(generated);
  }

  @Test
  void describesEveryField() throws IOException {
    // When
    List<String> undescribed = new ArrayList<>();
    walk(
        schema(),
        "",
        (path, schema) -> {
          if (!path.endsWith("[]") && schema.path("description").asText().isBlank()) {
            undescribed.add(path);
          }
        });

    // Then
    assertThat(undescribed).isEmpty();
  }

  @Test
  void limitsEveryTextAndEveryList() throws IOException {
    // When
    List<String> unlimited = new ArrayList<>();
    walk(
        schema(),
        "",
        (path, schema) -> {
          boolean limited =
              switch (schema.path("type").asText()) {
                case "string" -> schema.has("maxLength") || schema.has("enum");
                case "array" -> schema.has("maxItems");
                default -> true;
              };
          if (!limited) {
            unlimited.add(path);
          }
        });

    // Then
    assertThat(unlimited).isEmpty();
  }

  /** The status writes keys in full, which are longer than what the spec allows. */
  @Test
  void theStatusHasRoomForEveryKeyOfTheSpec() throws IOException {
    // Given
    JsonNode spec = schema().at("/properties/spec/properties/manifest/properties/edits/items");
    int most = spec.at("/properties/key/maxLength").asInt();
    String shortest = "a" + "[b]".repeat((most - 1) / "[b]".length());

    // When
    String key = new KeyPath(shortest).text();

    // Then
    assertThat(key).endsWith("[name=b]").hasSizeGreaterThan(most);
    assertThat(key.length())
        .isLessThanOrEqualTo(
            schema()
                .at("/properties/status/properties/manifest/properties/places/items")
                .at("/properties/key/maxLength")
                .asInt());
  }

  @Test
  void givesEveryRuleOnceAndWithAMessage() throws IOException {
    // When
    List<String> rules = new ArrayList<>();
    walk(
        schema(),
        "",
        (path, schema) -> {
          for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            assertThat(rule.path("message").asText()).as(path).isNotBlank();
            rules.add(path + " " + rule.path("rule").asText());
          }
        });

    // Then
    assertThat(rules).hasSizeGreaterThan(30).doesNotHaveDuplicates();
  }

  @Test
  void showsTheColumnsInTheirOrder() throws IOException {
    assertThat(version().path("additionalPrinterColumns").findValuesAsText("name"))
        .containsExactly(
            "Ready",
            "Reason",
            "Tag",
            "Rolled Out",
            "Last Push",
            "Age",
            "Source Commit",
            "Path",
            "Message");
  }

  private JsonNode version() throws IOException {
    return new YAMLMapper().readTree(generated).at("/spec/versions/0");
  }

  private JsonNode schema() throws IOException {
    return version().at("/schema/openAPIV3Schema");
  }

  private interface Visitor {
    void visit(String path, JsonNode schema);
  }

  private static void walk(JsonNode schema, String path, Visitor visitor) {
    visitor.visit(path, schema);
    schema
        .path("properties")
        .properties()
        .forEach(child -> walk(child.getValue(), path + "." + child.getKey(), visitor));
    if (schema.has("items")) {
      walk(schema.path("items"), path + "[]", visitor);
    }
  }
}
