package dev.gitopsbinding.model.commit;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.text.OneLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A commit of the source repository as its author described it. Anybody who can commit there writes
 * these texts, so each is made one bounded line without invisible characters.
 *
 * @param subject the first paragraph of its message; empty if it has none
 * @param author the author's name; empty if the commit names none
 * @param email the author's e-mail address, as the commit writes it; empty if it names none
 * @param date when the author made the commit; null if the commit does not say, or says a time that
 *     RFC 3339 cannot write
 */
public record SourceCommit(
    CommitSha commit, String subject, String author, String email, @Nullable Instant date) {
  /** The longest subject, in characters; what is longer ends with an ellipsis. */
  public static final int MAX_SUBJECT = 120;

  /** The longest name of an author, in characters; what is longer ends with an ellipsis. */
  public static final int MAX_AUTHOR = 80;

  /** RFC 5321, 4.5.3.1.3: the longest path, without its angle brackets. */
  private static final int MAX_EMAIL = 254;

  private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = YEAR_0.plusSeconds(315_569_520_000L);

  /** Cleans the texts. */
  public SourceCommit {
    subject = OneLine.of(subject, MAX_SUBJECT);
    author = OneLine.of(author, MAX_AUTHOR);
    email = OneLine.of(email, MAX_EMAIL);
    boolean written = date != null && !date.isBefore(YEAR_0) && date.isBefore(YEAR_10000);
    date = written ? date : null;
  }
}
