package dev.gitopsbinding.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The dashboards for Grafana that are shipped. */
public final class Dashboards {
  /** Where they are. */
  public static final Path FOLDER = Path.of("deploy/grafana");

  private Dashboards() {}

  /** The file names with their contents. */
  static Map<String, JsonNode> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Map<String, JsonNode> dashboards = new java.util.TreeMap<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        dashboards.put(
            file.getFileName().toString(), new ObjectMapper().readTree(Files.readString(file)));
      }
      return dashboards;
    }
  }

  /**
   * All expressions, with the values that Grafana would put in place of variables.
   *
   * @param namespace in place of the variable for a namespace
   * @param name in place of the variable for the name of a binding
   * @param window in place of the interval of rates, such as {@code 5m}
   */
  public static List<String> expressions(String namespace, String name, String window)
      throws IOException {
    List<String> expressions = new ArrayList<>();
    for (JsonNode dashboard : all().values()) {
      dashboard
          .path("panels")
          .forEach(
              panel ->
                  panel
                      .path("targets")
                      .forEach(target -> expressions.add(target.path("expr").asText())));
    }
    return expressions.stream()
        .map(
            text ->
                text.replace("$__rate_interval", window)
                    .replace("$namespace", namespace)
                    .replace("$name", name))
        .toList();
  }
}
