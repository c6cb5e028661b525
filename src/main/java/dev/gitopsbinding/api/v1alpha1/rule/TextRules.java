package dev.gitopsbinding.api.v1alpha1.rule;

/** What no text of one line may hold. */
final class TextRules {
  private TextRules() {}

  /** For a character class: the characters of {@link Character#isISOControl(char)}. */
  static final String CONTROL = "\\x00-\\x1f\\x7f-\\x{9f}";
}
