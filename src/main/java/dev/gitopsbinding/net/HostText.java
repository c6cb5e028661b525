package dev.gitopsbinding.net;

import dev.gitopsbinding.model.text.OneLine;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Cleans what a host sent for use in a message: one short line without control characters. */
public final class HostText {
  private static final int MAX_LENGTH = 300;

  /** More than is shown. Hostile text can make the patterns below take quadratic time. */
  private static final int MAX_READ = 4096;

  private static final int MIN_SECRET_LENGTH = 4;
  private static final Pattern ESCAPES = Pattern.compile("\\x1b\\[[0-9;]*[A-Za-z]");
  private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style).*?</\\1>|<[^>]*>");

  private HostText() {}

  /**
   * Returns the text as it may be shown, at most 300 characters.
   *
   * @param secrets replaced by {@code ***} in case the host repeats one
   */
  public static String clean(String text, List<String> secrets) {
    String shown = redact(text, secrets);
    shown = shown.substring(0, Math.min(shown.length(), MAX_READ));
    shown = ESCAPES.matcher(shown).replaceAll("");
    shown = MARKUP.matcher(shown).replaceAll(" ");
    shown = OneLine.of(shown, MAX_READ);
    // Removing escapes and markup may have joined the parts of a secret.
    return OneLine.of(redact(shown, secrets), MAX_LENGTH);
  }

  /** Replaces longer secrets first, because a shorter one may be a part of them. */
  private static String redact(String text, List<String> secrets) {
    String shown = text;
    for (String secret : longestFirst(secrets)) {
      shown = secret.length() < MIN_SECRET_LENGTH ? shown : shown.replace(secret, "***");
    }
    return shown;
  }

  private static List<String> longestFirst(List<String> secrets) {
    return secrets.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }
}
