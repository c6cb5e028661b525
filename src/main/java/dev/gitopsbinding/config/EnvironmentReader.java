package dev.gitopsbinding.config;

import dev.gitopsbinding.model.text.EditDistance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads settings from environment variables. An empty variable counts as unset. */
final class EnvironmentReader {
  private final Map<String, String> environment;

  EnvironmentReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Lists what is wrong with the variables, one sentence each. */
  List<String> problems(Collection<Setting<?>> settings) {
    List<String> problems = new ArrayList<>();
    settings.forEach(setting -> problem(setting).ifPresent(problems::add));
    List<String> known = settings.stream().map(Setting::variable).toList();
    environment.keySet().stream()
        .filter(name -> name.startsWith(Settings.PREFIX) && !known.contains(name))
        .sorted()
        .map(name -> name + " is not a known setting" + suggestion(name, known))
        .forEach(problems::add);
    return problems;
  }

  /** The value of a valid setting, or its fallback. */
  <T> T value(Setting<T> setting) {
    return setting.parser().apply(text(setting).orElse(setting.fallback())).orElseThrow();
  }

  /** The value of a setting; empty if it is unset or not allowed. */
  <T> Optional<T> optional(Setting<T> setting) {
    return text(setting).flatMap(setting.parser());
  }

  /** The stripped text of a variable; empty if it is unset or blank. */
  Optional<String> text(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /**
   * The text of a setting. Also reads proxy variables in lower case (curl(1), "ENVIRONMENT"); upper
   * case wins.
   */
  Optional<String> text(Setting<?> setting) {
    String name = setting.variable();
    Optional<String> exact = text(name);
    boolean own = name.startsWith(Settings.PREFIX);
    return own || exact.isPresent() ? exact : text(name.toLowerCase(Locale.ROOT));
  }

  private Optional<String> problem(Setting<?> setting) {
    return text(setting)
        .filter(text -> setting.parser().apply(text).isEmpty())
        .map(setting::problem);
  }

  private static String suggestion(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> candidate.startsWith(Settings.PREFIX))
        .filter(candidate -> EditDistance.between(name, candidate) <= candidate.length() / 4)
        .min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("; remove it, or see docs/settings.md for the names");
  }
}
