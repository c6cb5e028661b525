package dev.gitopsbinding.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * One environment variable.
 *
 * @param fallback the text used where the variable is unset or empty
 * @param fallbackShown how the documentation shows the fallback
 * @param allowed what the value may be, as it goes on after "must be"
 * @param secret whether the value must not be shown
 * @param parser gives nothing for a text that is not allowed
 */
record Setting<T>(
    String variable,
    String fallback,
    String fallbackShown,
    String allowed,
    String meaning,
    boolean secret,
    Function<String, Optional<T>> parser) {

  static <T> Setting<T> of(
      String variable,
      String fallback,
      String allowed,
      String meaning,
      Function<String, Optional<T>> parser) {
    return new Setting<>(variable, fallback, fallback, allowed, meaning, false, parser);
  }

  /** The same setting, whose value no message shows. */
  Setting<T> hidden() {
    return new Setting<>(variable, fallback, fallbackShown, allowed, meaning, true, parser);
  }

  /** The same setting, with another text for its fallback in the documentation. */
  Setting<T> shownAs(String text) {
    return new Setting<>(variable, fallback, text, allowed, meaning, secret, parser);
  }

  /** What is wrong with a value. */
  String problem(String value) {
    return variable + (secret ? "" : "=" + value) + " must be " + allowed;
  }
}
