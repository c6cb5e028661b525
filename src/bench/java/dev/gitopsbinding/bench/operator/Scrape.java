package dev.gitopsbinding.bench.operator;

import java.util.List;
import java.util.stream.Stream;

/** The samples of a Prometheus text exposition. */
public record Scrape(List<Sample> samples) {
  /** One line: {@code name{labels} value}. */
  public record Sample(String name, String labels, double value) {
    public boolean has(String label, String wanted) {
      return labels.contains(label + "=\"" + wanted + "\"");
    }

    public String label(String label) {
      int start = labels.indexOf(label + "=\"");
      if (start < 0) {
        return "";
      }
      start += label.length() + 2;
      return labels.substring(start, labels.indexOf('"', start));
    }
  }

  public Scrape {
    samples = List.copyOf(samples);
  }

  public static Scrape parse(String text) {
    return new Scrape(
        text.lines()
            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
            .map(Scrape::sample)
            .toList());
  }

  public Stream<Sample> named(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name));
  }

  private static Sample sample(String line) {
    int brace = line.indexOf('{');
    int end = line.lastIndexOf('}');
    if (brace < 0) {
      int blank = line.indexOf(' ');
      return new Sample(line.substring(0, blank), "", value(line.substring(blank + 1)));
    }
    return new Sample(
        line.substring(0, brace), line.substring(brace + 1, end), value(line.substring(end + 2)));
  }

  private static double value(String text) {
    String number = text.split(" ", 2)[0];
    return switch (number) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(number);
    };
  }
}
