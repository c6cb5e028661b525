package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.NotificationEvent;
import dev.gitopsbinding.model.BindingId;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What receivers are told of one change. All texts are clean and bounded, and hold no secret.
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
    @Nullable String traceparent) {

  /**
   * A commit.
   *
   * @param repository where it is, without a login
   * @param path the file that it is about; null for the whole repository
   * @param link its page on the web; null if it is not known
   */
  public record CommitDetails(
      String repository, String branch, @Nullable String path, String sha, @Nullable URI link) {}
}
