package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartFilesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  static Stream<Map.Entry<String, String>> generated() throws IOException {
    return ChartFiles.generate(Path.of("")).entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("generated")
  void aFileThatIsMadeFromOthersIsUpToDate(Map.Entry<String, String> file) throws IOException {
    assertThat(ChartFiles.CHART.resolve(file.getKey()))
        .as("run `make crds`")
        .content()
        .isEqualTo(file.getValue());
  }

  @Test
  void theChartInstallsTheVersionThatIsBuilt() throws IOException {
    JsonNode chart = YAML.readTree(ChartFiles.CHART.resolve("Chart.yaml").toFile());
    var version =
        Pattern.compile("<artifactId>gitopsbinding-operator</artifactId>\\s*<version>(.*?)<")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertThat(version.find()).isTrue();
    assertThat(chart.path("appVersion").asText()).isEqualTo(version.group(1));
    assertThat(chart.path("version").asText()).isEqualTo(version.group(1).replace("-SNAPSHOT", ""));
  }

  @Test
  void theDefaultsAreThoseOfTheSchema() throws IOException {
    JsonNode values = YAML.readTree(ChartFiles.CHART.resolve("values.yaml").toFile());
    JsonNode schema =
        new ObjectMapper().readTree(ChartFiles.CHART.resolve(ChartFiles.SCHEMA).toFile());
    List<String> problems = new ArrayList<>();

    compare("", values, schema, problems);

    assertThat(problems).isEmpty();
  }

  private static void compare(String path, JsonNode value, JsonNode schema, List<String> problems) {
    if (schema.has("properties") && !schema.path("properties").isEmpty()) {
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                String name = path + "." + property.getKey();
                if (value.has(property.getKey())) {
                  compare(name, value.get(property.getKey()), property.getValue(), problems);
                } else if (!name.equals(".global")) {
                  problems.add(name + " is not in values.yaml");
                }
              });
    } else if (!schema.path("default").asText().startsWith("see ")
        && !schema.path("default").equals(value)) {
      problems.add(path + " is " + value + ", the schema says " + schema.path("default"));
    }
    if (schema.path("description").asText().isEmpty() && !path.isEmpty()) {
      problems.add(path + " has no description");
    }
  }
}
