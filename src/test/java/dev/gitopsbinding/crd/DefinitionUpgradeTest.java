package dev.gitopsbinding.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object that was valid by a released definition is valid by ours, with the same meaning. */
class DefinitionUpgradeTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final Path REVIEWED = RELEASED.resolve("reviewed-rules.txt");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String SPEC =
      "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";

  /** The definitions of all releases. */
  static List<Path> released() throws IOException {
    try (Stream<Path> files = Files.list(RELEASED)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("released")
  void whatAReleaseAcceptedIsAcceptedWithTheSameMeaning(Path release) throws IOException {
    // Given
    List<String> reviewed = Files.readAllLines(REVIEWED);

    // When
    List<String> problems =
        new DefinitionUpgrade(reviewed)
            .problems(YAML.readTree(release.toFile()), YAML.readTree(CrdDocument.FILE.toFile()));

    // Then
    assertThat(problems)
        .as(
            "objects of users become invalid or change their meaning; a rule of which you are sure that it"
                + " refuses nothing that was valid goes into %s, as it is printed here, with the reason",
            REVIEWED)
        .isEmpty();
  }

  static Stream<Arguments> incompatible() {
    return Stream.of(
        change("/interval", "was removed", (spec, _) -> spec.remove("interval")),
        change("/interval", "type was", (_, field) -> field.put("type", "integer")),
        change("/interval", "default was", (_, field) -> field.put("default", "5m")),
        change("/suspend", "default was", (_, field) -> field.remove("default")),
        change(
            "/image/properties/pin", "fewer values", (_, field) -> list(field, "enum").remove(0)),
        change("/mode", "pattern was", (_, field) -> field.put("pattern", "^[a-z]*$")),
        change(
            "/image/properties/name",
            "maxLength was",
            (_, field) -> field.put("maxLength", field.get("maxLength").asInt() - 1)),
        change("/suspend", "enum", (_, field) -> field.putArray("enum").add(true)),
        change("/target", "requires more", (_, field) -> list(field, "required").add("kind")),
        change(
            "/manifest/properties/edits", "minItems was", (_, field) -> field.put("minItems", 2)),
        change(
            "/manifest",
            "self.url",
            (_, field) ->
                list(field, "x-kubernetes-validations").addObject().put("rule", "self.url != ''")),
        change("/target", "not compared", (_, field) -> field.put("not", "known")));
  }

  @ParameterizedTest
  @MethodSource("incompatible")
  void namesWhatBreaksObjects(String field, String problem, Change change) throws IOException {
    // Given
    JsonNode older = YAML.readTree(CrdDocument.FILE.toFile());
    JsonNode newer = older.deepCopy();

    // When
    change.apply((ObjectNode) newer.at(SPEC), (ObjectNode) newer.at(SPEC + field));

    // Then
    assertThat(new DefinitionUpgrade(List.of()).problems(older, newer))
        .singleElement()
        .asString()
        .startsWith(".spec" + field.replace("/properties", "").replace('/', '.'))
        .contains(problem.equals("enum") ? "allows fewer" : problem);
  }

  @Test
  void allowsWhatEveryObjectSurvives() throws IOException {
    // Given
    JsonNode older = YAML.readTree(CrdDocument.FILE.toFile());
    JsonNode newer = older.deepCopy();
    Consumer<String> added =
        path -> ((ObjectNode) newer.at(SPEC + path)).putObject("new").put("type", "string");

    // When
    added.accept("");
    added.accept("/target/properties");
    list((ObjectNode) newer.at(SPEC + "/image/properties/pin"), "enum").add("Both");
    ((ObjectNode) newer.at(SPEC + "/image/properties/name")).put("maxLength", 9999);
    ((ObjectNode) newer.at(SPEC + "/interval"))
        .put("description", "Another text.")
        .remove("pattern");

    // Then
    assertThat(new DefinitionUpgrade(List.of()).problems(older, newer)).isEmpty();
  }

  @Test
  void noticesAVersionThatIsNotServed() throws IOException {
    JsonNode older = YAML.readTree(CrdDocument.FILE.toFile());
    JsonNode newer = older.deepCopy();
    ((ObjectNode) newer.at("/spec/versions/0")).put("name", "v1");

    assertThat(new DefinitionUpgrade(List.of()).problems(older, newer))
        .containsExactly("v1alpha1 is not served any more");
  }

  interface Change {
    void apply(ObjectNode spec, ObjectNode field);
  }

  private static Arguments change(String field, String problem, Change change) {
    return Arguments.of(field, problem, change);
  }

  private static ArrayNode list(ObjectNode field, String name) {
    return field.withArray(name);
  }
}
