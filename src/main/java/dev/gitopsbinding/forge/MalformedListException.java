package dev.gitopsbinding.forge;

/** A list of checks is not as the forge documents it. The message repeats nothing of the list. */
public final class MalformedListException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message completes "the answer"
   */
  public MalformedListException(String message) {
    super(message);
  }
}
