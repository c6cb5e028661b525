package dev.gitopsbinding.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gitopsbinding.bench.figure.Figures;
import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result as a table and as JSON. */
final class Report {
  private static final String HEAD =
      "%-16s %6s %8s %8s %-5s %6s %6s %7s %6s %6s %6s %6s %8s %7s %6s %7s%n";
  private static final double MI_B = 1 << 20;

  private Report() {}

  static void print(PrintStream out, List<Row> rows, Yardstick yardstick) {
    out.println();
    yardstick
        .measured()
        .forEach(
            (name, g) ->
                out.printf(
                    "G, %s: cold %.2f s, %.2f MiB; warm %.2f s, %.2f MiB%n",
                    name,
                    g.coldSeconds(),
                    g.coldBytes() / MI_B,
                    g.warmSeconds(),
                    g.warmBytes() / MI_B));
    yardstick
        .limit()
        .measured()
        .forEach((name, seconds) -> out.printf("L, %s: %.3f s%n", name, seconds));
    out.println();
    out.printf(
        HEAD,
        "scenario",
        "n",
        "wall s",
        "budget s",
        "",
        "x G",
        "x L",
        "CPU s",
        "RSS",
        "heap",
        "conn",
        "trips",
        "MiB",
        "commits",
        "pushes",
        "writes");
    rows.forEach(row -> print(out, row));
    out.println();
    out.println("RSS and heap: the highest, in MiB. writes: API writes beside those of the Lease.");
  }

  static void write(Path file, List<Row> rows, Yardstick yardstick) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("time", Instant.now().toString());
    result.put("processors", Runtime.getRuntime().availableProcessors());
    result.put("jdk", Runtime.version().toString());
    result.put("yardsticks", yardstick.measured());
    result.put("limits", yardstick.limit().measured());
    result.put("scenarios", rows.stream().map(Report::json).toList());
    try {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(PrintStream out, Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.scenario());
    cells.add(String.valueOf(row.bindings()));
    cells.add(number(row.seconds(), "%.2f"));
    cells.add(
        number(
            row.checks().stream()
                .filter(check -> check.what().equals("wall"))
                .map(Row.Check::limit)
                .findFirst(),
            "%.2f"));
    cells.add(row.passed() ? "pass" : "MISS");
    cells.add(number(row.g().flatMap(g -> row.seconds().map(s -> s / g)), "%.2f"));
    cells.add(number(row.limit().flatMap(l -> row.seconds().map(s -> s / l)), "%.2f"));
    cells.addAll(figures(row));
    out.printf(HEAD, cells.toArray());
    row.failure().ifPresent(failure -> out.println("    FAILED: " + failure));
    row.checks().stream()
        .filter(check -> !check.what().equals("wall"))
        .forEach(
            check ->
                out.printf(
                    "    %s %s: %.2f %s, at most %.2f%n",
                    check.passed() ? "pass" : "MISS",
                    check.what(),
                    check.value(),
                    check.unit(),
                    check.limit()));
    row.notes().forEach((name, value) -> out.printf("    %s: %s%n", name, value));
  }

  private static List<String> figures(Row row) {
    if (row.figures().isEmpty()) {
      return List.of("", "", "", "", "", "", "", "", "");
    }
    Figures figures = row.figures().get();
    return List.of(
        "%.2f".formatted(figures.cpuSeconds()),
        "%.0f".formatted(figures.peakRssMiB()),
        "%.0f".formatted(figures.peakHeapMiB()),
        String.valueOf(figures.connections()),
        String.valueOf(figures.roundTrips()),
        "%.2f".formatted(figures.bytes() / MI_B),
        String.valueOf(figures.commits()),
        String.valueOf(figures.pushes()),
        String.valueOf(figures.apiWrites().besideLease()));
  }

  private static String number(Optional<Double> value, String format) {
    return value.map(format::formatted).orElse("");
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scenario", row.scenario());
    json.put("bindings", row.bindings());
    json.put("passed", row.passed());
    row.failure().ifPresent(failure -> json.put("failure", failure));
    row.seconds().ifPresent(seconds -> json.put("wallSeconds", seconds));
    row.g().ifPresent(g -> json.put("gSeconds", g));
    row.limit().ifPresent(l -> json.put("limitSeconds", l));
    json.put("checks", row.checks());
    row.figures().ifPresent(figures -> json.put("figures", figures));
    json.put("notes", row.notes());
    return json;
  }
}
