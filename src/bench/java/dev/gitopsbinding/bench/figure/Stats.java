package dev.gitopsbinding.bench.figure;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Medians and percentiles. */
public final class Stats {
  private Stats() {}

  public static <T> double median(Collection<T> items, ToDoubleFunction<T> value) {
    return median(items.stream().map(value::applyAsDouble).toList());
  }

  public static double median(List<Double> values) {
    return percentile(values, 50);
  }

  /** The smallest value that at least so many percent of the values do not exceed. */
  public static double percentile(List<Double> values, int percent) {
    List<Double> sorted = values.stream().sorted().toList();
    if (percent == 50 && sorted.size() % 2 == 0) {
      int upper = sorted.size() / 2;
      return (sorted.get(upper - 1) + sorted.get(upper)) / 2;
    }
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.get(Math.max(rank, 1) - 1);
  }

  /** For people: with three digits after the point. */
  public static String rounded(List<Double> values) {
    return values.stream().map("%.3f"::formatted).collect(Collectors.joining(" "));
  }
}
