package dev.gitopsbinding.bench;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.bench.scenario.Scenario;
import dev.gitopsbinding.bench.scenario.Scenarios;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the scenarios that are named, or all. Ends with 1 if a budget was missed or work was lost.
 */
final class BenchMain {
  private static final int BAD_ARGUMENTS = 2;

  private BenchMain() {}

  public static void main(String[] arguments) {
    List<Scenario> chosen = chosen(List.of(arguments));
    if (chosen.isEmpty()) {
      System.err.println("The scenarios are " + String.join(" ", names(Scenarios.all())));
      System.exit(BAD_ARGUMENTS);
    }
    List<Row> rows = new ArrayList<>();
    try (Lab lab = Lab.start()) {
      Yardstick yardstick = new Yardstick(lab);
      for (Scenario scenario : chosen) {
        Progress.note("--- " + scenario.name());
        List<Row> made = run(scenario, lab, yardstick);
        made.forEach(BenchMain::tell);
        rows.addAll(made);
        Report.write(Lab.FOLDER.resolve("results.json"), rows, yardstick);
      }
      Report.print(System.out, rows, yardstick);
    }
    System.exit(rows.stream().allMatch(Row::passed) ? 0 : 1);
  }

  private static List<Row> run(Scenario scenario, Lab lab, Yardstick yardstick) {
    try {
      return scenario.run(lab, yardstick);
    } catch (BenchException e) {
      return failed(scenario, e.getMessage());
    } catch (RuntimeException | AssertionError e) {
      e.printStackTrace();
      return failed(scenario, e.toString());
    }
  }

  private static void tell(Row row) {
    String wall = row.seconds().map("%.2f s"::formatted).orElse("no time");
    Progress.note("%s: %s, %s".formatted(row.scenario(), wall, row.passed() ? "passed" : "MISSED"));
  }

  private static List<Row> failed(Scenario scenario, String why) {
    Progress.note(scenario.name() + " FAILED: " + why);
    return List.of(Row.failed(scenario.name(), why));
  }

  private static List<Scenario> chosen(List<String> names) {
    List<Scenario> all = Scenarios.all();
    if (names.isEmpty()) {
      return all;
    }
    return names(all).containsAll(names)
        ? all.stream().filter(scenario -> names.contains(scenario.name())).toList()
        : List.of();
  }

  private static List<String> names(List<Scenario> scenarios) {
    return scenarios.stream().map(Scenario::name).toList();
  }
}
