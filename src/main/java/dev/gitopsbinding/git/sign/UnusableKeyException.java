package dev.gitopsbinding.git.sign;

/** A private key cannot be used. It never leaves this package. */
final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /** For a key that stays as it is; the text completes "the private key …". */
  UnusableKeyException(String text) {
    this(text, false);
  }

  /**
   * @param text completes "the private key …"; holds nothing of the key
   * @param passing whether the same key may be usable at the next attempt
   */
  UnusableKeyException(String text, boolean passing) {
    super(text);
    this.passing = passing;
  }

  boolean isPassing() {
    return passing;
  }
}
