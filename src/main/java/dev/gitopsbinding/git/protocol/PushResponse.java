package dev.gitopsbinding.git.protocol;

import dev.gitopsbinding.model.Failure;
import java.util.Locale;

/** What is known after one push was sent. */
public sealed interface PushResponse {
  /** The branch was moved. */
  record Accepted() implements PushResponse {}

  /** The branch was found elsewhere than expected; nothing was sent. */
  record Moved() implements PushResponse {}

  /**
   * The server refused.
   *
   * @param words what it said, one plain line
   */
  record Refused(String words) implements PushResponse {
    /** Whether the server's rules refused, as git-receive-pack and the large hosts word it. */
    public boolean byRule() {
      return lower().contains("declined");
    }

    /** Whether it may have been no more than another push at the same moment. */
    public boolean byLock() {
      return lower().contains("lock") || lower().contains("failed to update ref");
    }

    private String lower() {
      return words.toLowerCase(Locale.ROOT);
    }
  }

  /** The talk broke off, so the branch may have been moved or not. */
  record Unknown(Failure failure) implements PushResponse {}
}
