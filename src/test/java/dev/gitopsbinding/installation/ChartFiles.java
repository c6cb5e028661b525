package dev.gitopsbinding.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of the Helm chart that are made from others: Helm reads nothing outside a chart. */
public final class ChartFiles {
  /** The chart's folder. */
  public static final Path CHART = Path.of("deploy/charts/gitopsbinding-operator");

  static final String SCHEMA = "values.schema.json";

  private static final Path DEFINITION =
      Path.of("deploy/crds/gitopsbindings.gitopsbinding.dev-v1.yaml");
  private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yaml");
  private static final Path DASHBOARDS = Path.of("deploy/grafana");
  private static final String HEAD =
      """
      # Helm chart of the GitOpsBinding operator

      Made by `make crds` from values.schema.json; do not edit. How to install, upgrade and remove it: docs/helm-chart.md in the repository.

      | Value | Default | Meaning |
      |---|---|---|
      """;

  private ChartFiles() {}

  /**
   * What the files have to hold.
   *
   * @param root the repository's top folder
   * @return by path below the chart's folder
   */
  public static Map<String, String> generate(Path root) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("files/" + DEFINITION.getFileName(), Files.readString(root.resolve(DEFINITION)));
    files.put("files/" + ALERTS.getFileName(), Files.readString(root.resolve(ALERTS)));
    for (String dashboard : List.of("binding", "dora", "fleet", "hosts")) {
      String name = dashboard + ".json";
      files.put(
          "files/dashboards/" + name, Files.readString(root.resolve(DASHBOARDS).resolve(name)));
    }
    files.put("README.md", readme(Files.readString(root.resolve(CHART).resolve(SCHEMA))));
    return files;
  }

  private static String readme(String schema) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    rows("", new ObjectMapper().readTree(schema), text);
    return text.toString();
  }

  private static void rows(String prefix, JsonNode schema, StringBuilder text) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = prefix + property.getKey();
              JsonNode value = property.getValue();
              if (value.has("properties")) {
                rows(name + ".", value, text);
              } else {
                text.append(
                    "| `%s` | %s | %s |\n"
                        .formatted(name, shownDefault(value), meaning(value, schema, prefix)));
              }
            });
  }

  private static String shownDefault(JsonNode value) {
    JsonNode known = value.path("default");
    String text = known.isTextual() ? known.asText() : known.toString();
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  /** A group's description stands before that of its first value. */
  private static String meaning(JsonNode value, JsonNode parent, String prefix) {
    String group =
        !prefix.isEmpty() && parent.path("properties").elements().next().equals(value)
            ? parent.path("description").asText() + " "
            : "";
    String allowed =
        value.has("enum")
            ? value
                .path("enum")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(", ", " One of ", "."))
            : "";
    return group + value.path("description").asText() + allowed;
  }
}
