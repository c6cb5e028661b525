package dev.gitopsbinding.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings cannot be used. The message has one line for each wrong variable: its name, its
 * value unless that may hold a secret, and what is allowed.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(List<String> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(
                Collectors.joining(
                    "\n", "The settings are invalid. Correct these environment variables:\n", "")));
  }
}
