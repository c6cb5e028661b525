package dev.gitopsbinding.git;

import java.util.List;
import java.util.regex.Pattern;

/** What a host said, made fit for a message: one line, short, without control characters. */
final class HostText {
  private static final int MAX_LENGTH = 300;
  private static final int MIN_SECRET_LENGTH = 4;
  private static final Pattern ESCAPES = Pattern.compile("\\x1b\\[[0-9;]*[A-Za-z]");
  private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style).*?</\\1>|<[^>]*>");
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\s]+");

  private HostText() {}

  /**
   * @param secrets replaced by {@code ***}, should the host repeat one
   */
  static String clean(String text, List<String> secrets) {
    String shown = redact(text, secrets);
    shown = ESCAPES.matcher(shown).replaceAll("");
    shown = MARKUP.matcher(shown).replaceAll(" ");
    shown = UNSEEN.matcher(shown).replaceAll(" ").strip();
    // What was taken out may have stood inside a secret.
    shown = redact(shown, secrets);
    return shown.length() <= MAX_LENGTH ? shown : shown.substring(0, MAX_LENGTH) + "…";
  }

  private static String redact(String text, List<String> secrets) {
    String shown = text;
    for (String secret : secrets) {
      shown = secret.length() < MIN_SECRET_LENGTH ? shown : shown.replace(secret, "***");
    }
    return shown;
  }
}
