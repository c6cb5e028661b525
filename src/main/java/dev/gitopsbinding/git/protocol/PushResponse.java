package dev.gitopsbinding.git.protocol;

import dev.gitopsbinding.model.Failure;
import java.util.Locale;

/** The result of one push. */
public sealed interface PushResponse {
  /** The branch was moved. */
  record Accepted() implements PushResponse {}

  /** The branch did not point at the expected commit; nothing was sent. */
  record Moved() implements PushResponse {}

  /**
   * The server refused the push.
   *
   * @param message the message of the server, one plain line
   */
  record Refused(String message) implements PushResponse {
    /** Whether a rule of the server refused, as worded by git-receive-pack and the large hosts. */
    public boolean byRule() {
      return lower().contains("declined");
    }

    /** Whether a concurrent push may be the cause: the server could not lock the branch. */
    public boolean byLock() {
      return lower().contains("lock") || lower().contains("failed to update ref");
    }

    private String lower() {
      return message.toLowerCase(Locale.ROOT);
    }
  }

  /** The host was not reached, so the branch was not moved. */
  record Unreachable(Failure failure) implements PushResponse {}

  /** The connection broke before the answer: the branch may have been moved or not. */
  record Unknown(Failure failure) implements PushResponse {}
}
