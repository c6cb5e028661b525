package dev.gitopsbinding.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.testing.telemetry.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Draws all dashboards into {@code docs/images}. */
public final class DashboardPictures {
  private DashboardPictures() {}

  /**
   * Writes a file for each dashboard.
   *
   * @param namespace of the binding that has a dashboard of its own
   * @param from the first second of the charts, since 1970
   * @param to the last one
   */
  public static void write(
      PrometheusServer prometheus, String namespace, String name, long from, long to)
      throws IOException {
    for (Map.Entry<String, JsonNode> dashboard : Dashboards.all().entrySet()) {
      var picture =
          new DashboardPicture(
              prometheus,
              text ->
                  text.replace("$__rate_interval", "20s")
                      .replace("[1h]", "[2m]")
                      .replace("$namespace", namespace)
                      .replace("$name", name),
              from,
              to);
      Files.writeString(
          Path.of("docs/images", "dashboard-" + dashboard.getKey().replace(".json", ".svg")),
          picture.draw(dashboard.getValue()));
    }
  }
}
