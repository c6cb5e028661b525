package dev.gitopsbinding.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A scrape in the Prometheus text format, read back. */
record Exposition(String text) {
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  static Exposition of(OperatorMetrics metrics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out, "text/plain; version=0.0.4; charset=utf-8");
    return new Exposition(out.toString(StandardCharsets.UTF_8));
  }

  /** The value of one series, written as in the scrape. */
  Optional<Double> value(String series) {
    return text.lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> Double.valueOf(line.substring(series.length() + 1)))
        .findFirst();
  }

  /** One row of documentation for each family whose name begins so. */
  List<String> table(String prefix) {
    SortedMap<String, String> rows = new TreeMap<>();
    text.lines()
        .map(HELP::matcher)
        .filter(Matcher::matches)
        .filter(help -> help.group(1).startsWith(prefix))
        .forEach(help -> rows.put(help.group(1), row(help.group(1), help.group(2))));
    return List.copyOf(rows.values());
  }

  private String row(String name, String meaning) {
    String type =
        text.lines()
            .filter(line -> line.startsWith("# TYPE " + name + " "))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow();
    String labels =
        text
            .lines()
            .filter(line -> line.matches(Pattern.quote(name) + "(_bucket|_count|_sum)?[{ ].*"))
            .flatMap(line -> LABEL.matcher(line).results().map(match -> match.group(1)))
            .filter(label -> !label.equals("le"))
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .map(label -> "`" + label + "`")
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |".formatted(name, type, labels, meaning);
  }
}
