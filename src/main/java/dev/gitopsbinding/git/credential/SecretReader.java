package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads texts from a Secret, and describes faults of the Secret. */
record SecretReader(SecretData secret) {
  /** The Secret cannot be used; never leaves this package. */
  static final class Unusable extends Exception {
    private final transient Failure failure;

    Unusable(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  /** The text of the first key that is present and not empty. */
  Optional<String> text(String... keys) throws Unusable {
    String present = firstOf(keys).orElse(null);
    return present == null ? Optional.empty() : Optional.of(decode(present));
  }

  /** The first key that is present and not empty. */
  Optional<String> firstOf(String... keys) {
    return Arrays.stream(keys).filter(key -> bytes(key).length > 0).findFirst();
  }

  /** As {@link #text}, for one line: a line break at its end is removed, others are refused. */
  Optional<String> line(String key) throws Unusable {
    Optional<String> line = text(key).map(text -> text.replaceFirst("\\r?\\n$", ""));
    if (line.filter(text -> text.chars().anyMatch(Character::isISOControl)).isPresent()) {
      throw invalid(key, "holds control characters");
    }
    return line.filter(text -> !text.isEmpty());
  }

  Unusable missing(String key, String advice) {
    return missing("%s has no key '" + key + "'. " + advice);
  }

  /**
   * @param text has {@code %s} for the Secret
   */
  Unusable missing(String text) {
    return new Unusable(new Failure.Secret(Reason.SECRET_KEY_MISSING, text.formatted(secret)));
  }

  Unusable invalid(String key, String fault) {
    return new Unusable(
        new Failure.Secret(Reason.SECRET_INVALID, "key '" + key + "' of " + secret + " " + fault));
  }

  private byte[] bytes(String key) {
    return secret.data().getOrDefault(key, new byte[0]);
  }

  private String decode(String key) throws Unusable {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(key))).toString();
    } catch (CharacterCodingException e) {
      throw invalid(key, "is not UTF-8 text");
    }
  }
}
