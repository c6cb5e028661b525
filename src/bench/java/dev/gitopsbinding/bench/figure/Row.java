package dev.gitopsbinding.bench.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the result.
 *
 * @param seconds what the budget is about
 * @param g the seconds of G that it is compared with
 * @param limit the seconds of L that it is compared with
 * @param notes further figures by name
 * @param failure why the scenario came to no end, or what was lost
 */
public record Row(
    String scenario,
    int bindings,
    Optional<Double> seconds,
    Optional<Double> g,
    Optional<Double> limit,
    List<Check> checks,
    Optional<Figures> figures,
    Map<String, Object> notes,
    Optional<String> failure) {

  /** A budget: a figure and the most it may be. */
  public record Check(String what, double value, double limit, String unit) {
    public boolean passed() {
      return value <= limit;
    }
  }

  public Row {
    checks = List.copyOf(checks);
    notes = new LinkedHashMap<>(notes);
  }

  public static Row failed(String scenario, String failure) {
    return new Row(
        scenario,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.of(failure));
  }

  public static Row of(String scenario, int bindings) {
    return new Row(
        scenario,
        bindings,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /** With the time and the budget for it, so many times G. */
  public Row timed(double seconds, double times, double g) {
    return against(seconds, g).check("wall", seconds, times * g, "s");
  }

  /** With the time, for which there is no budget. */
  public Row against(double seconds, double g) {
    return against(seconds, g, Optional.empty());
  }

  /** With the time and what it is compared with. */
  public Row against(double seconds, double g, Optional<Double> limit) {
    return new Row(
        scenario,
        bindings,
        Optional.of(seconds),
        Optional.of(g),
        limit,
        checks,
        figures,
        notes,
        failure);
  }

  public Row check(String what, double value, double most, String unit) {
    List<Check> more = new ArrayList<>(checks);
    more.add(new Check(what, value, most, unit));
    return new Row(scenario, bindings, seconds, g, limit, more, figures, notes, failure);
  }

  public Row with(Figures taken) {
    return new Row(
        scenario, bindings, seconds, g, limit, checks, Optional.of(taken), notes, failure);
  }

  public Row note(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(notes);
    more.put(name, value);
    return new Row(scenario, bindings, seconds, g, limit, checks, figures, more, failure);
  }

  /** With what went wrong. */
  public Row failing(String why) {
    return new Row(scenario, bindings, seconds, g, limit, checks, figures, notes, Optional.of(why));
  }

  public boolean passed() {
    return failure.isEmpty() && checks.stream().allMatch(Check::passed);
  }
}
