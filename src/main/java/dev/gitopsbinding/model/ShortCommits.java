package dev.gitopsbinding.model;

import java.util.regex.Pattern;

/** Abbreviates the commits in a message to 7 digits; the status holds them in full. */
public final class ShortCommits {
  private static final Pattern COMMIT =
      Pattern.compile("(?<![0-9a-zA-Z])[0-9a-f]{40}(?![0-9a-zA-Z])");

  private ShortCommits() {}

  /** The text with each 40-digit commit abbreviated. */
  public static String in(String text) {
    return COMMIT.matcher(text).replaceAll(commit -> new CommitSha(commit.group()).abbreviated());
  }
}
