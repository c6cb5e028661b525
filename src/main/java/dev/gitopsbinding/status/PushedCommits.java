package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The source commits that came with a push, as its status shows them. Pure. */
public final class PushedCommits {
  private PushedCommits() {}

  /** How many there are, such as "more than 1000"; null if that is not known. */
  public static @Nullable String count(LastPush push) {
    Integer count = push.commitCount();
    if (count == null) {
      return null;
    }
    return Boolean.TRUE.equals(push.moreCommits()) ? "more than " + count : count.toString();
  }

  /** For the event about the push: a blank and a sentence; empty if nothing is known. */
  static String sentence(LastPush push) {
    List<PushedCommit> commits = push.commits();
    if (commits == null || commits.isEmpty()) {
      return "";
    }
    PushedCommit newest = commits.getFirst();
    String said =
        newest.subject() == null ? "one without a subject" : "\"" + newest.subject() + "\"";
    String by = newest.author() == null ? "" : " by " + newest.author();
    String count = count(push);
    if (count == null) {
      return " The source commit: %s%s.".formatted(said, by);
    }
    return "1".equals(count)
        ? " 1 source commit: %s%s.".formatted(said, by)
        : " %s source commits, the newest: %s%s.".formatted(capital(count), said, by);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
