package dev.gitopsbinding.cli.terminal;

import dev.gitopsbinding.model.text.OneLine;
import java.util.Objects;
import java.util.stream.Collectors;

/** Ends a command with a message for its user. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_MESSAGE_CHARS = 500;
  private static final int MAX_LINE_CHARS = 2_000;

  /**
   * @param message begins with what it is about
   */
  public CommandFailure(String message) {
    super(message);
  }

  /** As above; what the cause says is added. */
  public CommandFailure(String message, Throwable cause) {
    super(message + ": " + reason(cause), cause);
  }

  /** What to print for any failure; what would steer the terminal is left out. */
  public static String message(Throwable failure) {
    return failure instanceof CommandFailure
        ? Objects.requireNonNullElse(failure.getMessage(), "failed")
            .lines()
            .map(line -> OneLine.withSpaces(line, MAX_LINE_CHARS))
            .collect(Collectors.joining("\n"))
        : "failed, which is a bug: " + reason(failure);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return OneLine.of(
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message,
        MAX_MESSAGE_CHARS);
  }
}
