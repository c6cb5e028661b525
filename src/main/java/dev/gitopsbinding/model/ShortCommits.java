package dev.gitopsbinding.model;

import java.util.regex.Pattern;

/** Cuts the commits in a text for people to 7 digits; the whole ones are in the status. */
public final class ShortCommits {
  private static final Pattern COMMIT =
      Pattern.compile("(?<![0-9a-zA-Z])[0-9a-f]{40}(?![0-9a-zA-Z])");
  private static final int SHORT = 7;

  private ShortCommits() {}

  /** The text, each of its 40-digit commits cut. */
  public static String in(String text) {
    return COMMIT.matcher(text).replaceAll(commit -> commit.group().substring(0, SHORT));
  }
}
