package dev.gitopsbinding.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used. The message lists every problem, one a line, and no secret. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  ConfigException(List<String> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(
                Collectors.joining(
                    "\n", "The settings are invalid. Correct these environment variables:\n", "")));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each variable that is wrong: its name, its value, and what is allowed. */
  public List<String> problems() {
    return problems;
  }
}
