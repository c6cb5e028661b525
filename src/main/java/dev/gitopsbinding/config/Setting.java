package dev.gitopsbinding.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * One environment variable.
 *
 * @param fallback the text to use if the variable is unset or empty
 * @param fallbackShown how the documentation shows the fallback
 * @param allowed what the value may be; continues a sentence after "must be"
 * @param meaning what the setting does, for the documentation
 * @param secret whether messages must not show the value
 * @param parser returns empty for a text that is not allowed
 */
record Setting<T>(
    String variable,
    String fallback,
    String fallbackShown,
    String allowed,
    String meaning,
    boolean secret,
    Function<String, Optional<T>> parser) {

  /** Creates a setting whose value is no secret. */
  static <T> Setting<T> of(
      String variable,
      String fallback,
      String allowed,
      String meaning,
      Function<String, Optional<T>> parser) {
    return new Setting<>(variable, fallback, fallback, allowed, meaning, false, parser);
  }

  /** The same setting, with a value that messages do not show. */
  Setting<T> hidden() {
    return new Setting<>(variable, fallback, fallbackShown, allowed, meaning, true, parser);
  }

  /** The same setting, with another text for its fallback in the documentation. */
  Setting<T> shownAs(String text) {
    return new Setting<>(variable, fallback, text, allowed, meaning, secret, parser);
  }

  /** The message for a value that is not allowed. */
  String problem(String value) {
    return variable + (secret ? "" : "=" + value) + " must be " + allowed;
  }
}
