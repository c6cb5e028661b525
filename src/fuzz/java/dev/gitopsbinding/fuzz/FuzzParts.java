package dev.gitopsbinding.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An input of a fuzz test as several texts, so that what is found can be read, and written by hand:
 * UTF-8, with a section sign between each two.
 */
public record FuzzParts(List<String> texts) {
  private static final String SEPARATOR = "§";

  /** Splits an input; bytes that are not UTF-8 become replacement characters. */
  public static FuzzParts of(byte[] input) {
    return new FuzzParts(List.of(new String(input, StandardCharsets.UTF_8).split(SEPARATOR, -1)));
  }

  /** A part, counted from 0; empty if there are fewer. */
  public String get(int index) {
    return index < texts.size() ? texts.get(index) : "";
  }
}
