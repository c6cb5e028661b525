package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.model.BindingId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to receivers about one change. All texts are clean and bounded, and hold no secret.
 *
 * @param id the same for each attempt to send this change, and for no other change
 * @param warning whether something is wrong
 * @param reason the reason of a condition, or of an event, in CamelCase
 * @param text what happened, in a sentence or more
 * @param image the image's repository; null if the spec names none
 * @param fromTag the tag that was replaced; null if there was none, or nothing was written
 * @param toTag the tag that was written or rolled out; null for other changes
 * @param source the newest commit of the source branch; null if it is not known, or is not that of
 *     {@code toTag}
 * @param manifest the commit of the manifest branch; null if it is not known
 * @param traceparent the trace of the sync, in the form of W3C Trace Context; null if there is none
 * @param contents the source commits that came with {@code toTag}; null if they are not known
 */
public record BindingMessage(
    String id,
    BindingId binding,
    NotificationEvent event,
    boolean warning,
    String reason,
    String text,
    Instant time,
    @Nullable String image,
    @Nullable String fromTag,
    @Nullable String toTag,
    @Nullable CommitDetails source,
    @Nullable CommitDetails manifest,
    @Nullable String traceparent,
    @Nullable Contents contents) {

  /**
   * A commit.
   *
   * @param repository where it is, without a login
   * @param path the file that it is about; null for the whole repository
   * @param link its page on the web; null if it is not known
   * @param subject the first paragraph of its message; null if it is not known
   * @param author the name of its author; null if it is not known
   */
  public record CommitDetails(
      String repository,
      String branch,
      @Nullable String path,
      String sha,
      @Nullable URI link,
      @Nullable String subject,
      @Nullable String author) {
    /** A commit whose message is not known. */
    public CommitDetails(
        String repository, String branch, @Nullable String path, String sha, @Nullable URI link) {
      this(repository, branch, path, sha, link, null, null);
    }

    CommitDetails saying(@Nullable String text, @Nullable String by) {
      return new CommitDetails(repository, branch, path, sha, link, text, by);
    }
  }

  /**
   * The source commits that came with a push.
   *
   * @param newest the new one first, at most 20
   * @param count how many there are; null if that is not known
   * @param more whether there are more than {@code count}
   */
  public record Contents(List<Line> newest, @Nullable Integer count, boolean more) {
    /** Copies the list. */
    public Contents {
      newest = List.copyOf(newest);
    }

    /**
     * A source commit.
     *
     * @param subject the first paragraph of its message; null if it has none
     * @param author the name of its author; null if it names none
     * @param date when the author made it, in RFC 3339; null if it does not say
     */
    public record Line(
        String sha, @Nullable String subject, @Nullable String author, @Nullable String date) {}
  }
}
