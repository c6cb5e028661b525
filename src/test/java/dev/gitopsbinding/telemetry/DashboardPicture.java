package dev.gitopsbinding.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.testing.telemetry.PrometheusServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Draws a dashboard with the data of a Prometheus, as an SVG. It stands in for Grafana, which draws
 * more: it shows what the queries answer and how the panels lie.
 */
final class DashboardPicture {
  private static final int COLUMN = 50;
  private static final int ROW = 26;
  private static final int HEAD = 44;
  private static final List<String> COLORS =
      List.of(
          "#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9", "#8ab8ff", "#ca95e5");

  private final PrometheusServer prometheus;
  private final UnaryOperator<String> variables;
  private final long from;
  private final long to;
  private final StringBuilder svg = new StringBuilder();

  /** One line of a chart: its name, and pairs of seconds and values. */
  private record Line(String name, List<double[]> points) {}

  /**
   * @param variables puts values in place of variables
   * @param from the first second of the charts, since 1970
   * @param to the last one
   */
  DashboardPicture(
      PrometheusServer prometheus, UnaryOperator<String> variables, long from, long to) {
    this.prometheus = prometheus;
    this.variables = variables;
    this.from = from;
    this.to = to;
  }

  String draw(JsonNode dashboard) {
    int height = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      JsonNode place = panel.path("gridPos");
      height = Math.max(height, place.path("y").asInt() + place.path("h").asInt());
      draw(panel, place);
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="Inter,Helvetica,Arial,sans-serif" font-size="11" fill="#ccccdc">
        <rect width="100%%" height="100%%" fill="#111217"/>
        <text x="12" y="27" font-size="17" fill="#ffffff">%s</text>
        %s</svg>
        """
        .formatted(
            24 * COLUMN, height * ROW + HEAD + 8, escaped(dashboard.path("title").asText()), svg);
  }

  private void draw(JsonNode panel, JsonNode place) {
    int x = place.path("x").asInt() * COLUMN + 4;
    int y = place.path("y").asInt() * ROW + HEAD;
    int width = place.path("w").asInt() * COLUMN - 8;
    int height = place.path("h").asInt() * ROW - 8;
    add(
        "<g transform='translate(%d,%d)'><rect width='%d' height='%d' rx='3' fill='#181b1f' stroke='#2a2d33'/>",
        x, y, width, height);
    add("<text x='8' y='17' font-weight='bold'>%s</text>", escaped(panel.path("title").asText()));
    String unit = panel.path("fieldConfig").path("defaults").path("unit").asText();
    switch (panel.path("type").asText()) {
      case "stat" -> stat(panel, width, height, unit);
      case "table" -> table(panel);
      case "state-timeline" -> bands(panel, width);
      default -> chart(panel, width, height, unit);
    }
    add("</g>%n");
  }

  private void stat(JsonNode panel, int width, int height, String unit) {
    List<Line> lines = lines(panel);
    String value =
        lines.isEmpty() ? "No data" : shown(lines.getFirst().points().getLast()[1], unit);
    JsonNode mapped =
        panel.path("fieldConfig").path("defaults").path("mappings").path(0).path("options");
    String text = mapped.path(value).path("text").asText(value);
    add(
        "<text x='%d' y='%d' font-size='26' text-anchor='middle' fill='#73bf69'>%s</text>",
        width / 2, height / 2 + 16, text);
  }

  private void table(JsonNode panel) {
    int y = 40;
    String expression = panel.path("targets").path(0).path("expr").asText();
    for (JsonNode sample : prometheus.query(variables.apply(expression)).limit(8).toList()) {
      JsonNode labels = sample.path("metric");
      add(
          "<text x='12' y='%d'>%s</text><text x='200' y='%d'>%s</text><text x='330' y='%d'>%s</text>",
          y,
          labels.path("namespace").asText(),
          y,
          labels.path("name").asText(),
          y,
          labels.path("reason").asText());
      y += 22;
    }
  }

  private void bands(JsonNode panel, int width) {
    int y = 30;
    for (Line line : lines(panel)) {
      add("<text x='8' y='%d'>%s</text>", y + 12, escaped(line.name()));
      for (double[] point : line.points()) {
        double x = 150 + (point[0] - from) / (to - from) * (width - 160);
        add(
            "<rect x='%.1f' y='%d' width='%.1f' height='16' fill='%s'/>",
            x, y, (width - 160) * 2.2 / (to - from), point[1] > 0 ? "#73bf69" : "#f2495c");
      }
      y += 22;
    }
  }

  private void chart(JsonNode panel, int width, int height, String unit) {
    List<Line> lines = lines(panel);
    boolean stacked =
        panel
            .path("fieldConfig")
            .path("defaults")
            .path("custom")
            .path("stacking")
            .path("mode")
            .asText()
            .equals("normal");
    double top = stacked ? stack(lines) : 0;
    for (Line line : lines) {
      top = Math.max(top, line.points().stream().mapToDouble(point -> point[1]).max().orElse(0));
    }
    double scale = top == 0 ? 1 : top * 1.1;
    int bottom = height - 40;
    for (int mark = 0; mark <= 4; mark++) {
      double y = bottom - (bottom - 30) * mark / 4.0;
      add(
          "<line x1='52' x2='%d' y1='%.1f' y2='%.1f' stroke='#2a2d33'/><text x='46' y='%.1f' text-anchor='end'>%s</text>",
          width - 8, y, y, y + 4, shown(scale * mark / 4, unit));
    }
    double legend = 12;
    // The upper ones of a stack first, so that the lower ones cover their feet.
    for (int index = lines.size() - 1; index >= 0; index--) {
      polygon(lines.get(index), COLORS.get(index % COLORS.size()), stacked, scale, width, bottom);
    }
    for (int index = 0; index < lines.size() && legend < width - 60; index++) {
      String name = lines.get(index).name();
      add(
          "<rect x='%.0f' y='%d' width='10' height='3' fill='%s'/><text x='%.0f' y='%d'>%s</text>",
          legend,
          height - 16,
          COLORS.get(index % COLORS.size()),
          legend + 14,
          height - 11,
          escaped(name));
      legend += 26 + name.length() * 6.2;
    }
  }

  private void polygon(
      Line line, String color, boolean filled, double scale, int width, int bottom) {
    StringBuilder points = new StringBuilder();
    double x = 52;
    double first = -1;
    for (double[] point : line.points()) {
      x = 52 + (point[0] - from) / (to - from) * (width - 60);
      first = first < 0 ? x : first;
      points.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x, bottom - point[1] / scale * (bottom - 30)));
    }
    if (filled) {
      add(
          "<polygon points='%.1f,%d %s%.1f,%d' fill='%s'/>",
          first, bottom, points, x, bottom, color);
    } else {
      add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", points, color);
    }
  }

  /** Adds to each line those before it; returns the highest sum. */
  private static double stack(List<Line> lines) {
    double top = 0;
    for (int index = 1; index < lines.size(); index++) {
      for (double[] point : lines.get(index).points()) {
        point[1] +=
            lines.get(index - 1).points().stream()
                .filter(below -> below[0] == point[0])
                .mapToDouble(below -> below[1])
                .findFirst()
                .orElse(0);
        top = Math.max(top, point[1]);
      }
    }
    return top;
  }

  private List<Line> lines(JsonNode panel) {
    List<Line> lines = new ArrayList<>();
    for (JsonNode target : panel.path("targets")) {
      String expression =
          URLEncoder.encode(variables.apply(target.path("expr").asText()), StandardCharsets.UTF_8);
      JsonNode answer =
          prometheus.get(
              "/api/v1/query_range?query=%s&start=%d&end=%d&step=2"
                  .formatted(expression, from, to));
      for (JsonNode series : answer.path("data").path("result")) {
        List<double[]> points = new ArrayList<>();
        for (JsonNode value : series.path("values")) {
          double number = Double.parseDouble(value.path(1).asText());
          if (Double.isFinite(number)) {
            points.add(new double[] {value.path(0).asDouble(), number});
          }
        }
        if (!points.isEmpty()) {
          lines.add(new Line(name(target.path("legendFormat").asText(), series), points));
        }
      }
    }
    return lines;
  }

  private static String name(String format, JsonNode series) {
    String name = format;
    for (var label : series.path("metric").properties()) {
      name = name.replace("{{" + label.getKey() + "}}", label.getValue().asText());
    }
    return name;
  }

  private static String shown(double value, String unit) {
    return switch (unit) {
      case "percentunit" -> String.format(Locale.ROOT, "%.0f %%", value * 100);
      case "bytes" -> String.format(Locale.ROOT, "%.0f MiB", value / (1 << 20));
      case "s" ->
          value >= 120
              ? String.format(Locale.ROOT, "%.1f min", value / 60)
              : value >= 1
                  ? String.format(Locale.ROOT, "%.1f s", value)
                  : String.format(Locale.ROOT, "%.0f ms", value * 1000);
      default ->
          value == Math.rint(value)
              ? String.format(Locale.ROOT, "%.0f", value)
              : String.format(Locale.ROOT, "%.2f", value);
    };
  }

  // @FormatMethod is in a library of its own, which nothing else here needs.
  @SuppressWarnings("AnnotateFormatMethod")
  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
