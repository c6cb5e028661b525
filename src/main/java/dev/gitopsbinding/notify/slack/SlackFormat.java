package dev.gitopsbinding.notify.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.notify.BindingMessage;
import dev.gitopsbinding.notify.BindingMessage.CommitDetails;
import dev.gitopsbinding.notify.BindingMessage.Contents;
import dev.gitopsbinding.notify.MessageFormat;
import org.jspecify.annotations.Nullable;

/**
 * The form of Slack's incoming webhooks with attachments. Attachments and not blocks, because
 * Mattermost, Rocket.Chat and Discord understand only these.
 */
public final class SlackFormat implements MessageFormat {
  private static final String CONTENT_TYPE = "application/json; charset=utf-8";
  private static final String GREEN = "#2da44e";
  private static final String RED = "#cf222e";
  private static final String GREY = "#6e7781";

  /** Discord takes at most 1024 characters for the value of a field. */
  private static final int MAX_LINES = 1000;

  @Override
  public Body format(BindingMessage message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String headline = headline(message);
    json.put("text", headline);
    ObjectNode attachment = json.putArray("attachments").addObject();
    attachment.put("fallback", headline);
    attachment.put("color", color(message));
    attachment.put("text", SlackText.escape(message.text()));
    ArrayNode fields = attachment.putArray("fields");
    if (message.image() != null) {
      field(fields, "Image", SlackText.escape(message.image()));
    }
    commit(fields, "Source commit", message.source());
    commit(fields, "Manifest commit", message.manifest());
    contents(fields, message.contents());
    attachment.put("ts", message.time().getEpochSecond());
    return new Body(CONTENT_TYPE, json.toString());
  }

  @Override
  public boolean isAuthenticated() {
    return false;
  }

  private static String headline(BindingMessage message) {
    String binding = message.binding().namespace() + "/" + message.binding().name();
    String beginning = "*%s* %s".formatted(SlackText.escape(binding), eventText(message));
    String to = message.toTag();
    if (to == null) {
      return beginning;
    }
    String from = message.fromTag();
    return from == null
        ? "%s: `%s`".formatted(beginning, tag(to))
        : "%s: `%s` → `%s`".formatted(beginning, tag(from), tag(to));
  }

  private static String eventText(BindingMessage message) {
    String reason = SlackText.escape(message.reason());
    return switch (message.event()) {
      case PUSHED -> "pushed";
      case PULL_REQUEST_OPENED -> "proposed";
      case FAILED -> "failed (" + reason + ")";
      case HELD -> "is on hold (" + reason + ")";
      case RECOVERED -> "recovered";
      case ROLLED_OUT -> "rolled out";
      case ROLLOUT_FAILED -> "rollout failed (" + reason + ")";
      case ROLLED_BACK -> "rolled back";
      case OVERDUE -> "waits for long (" + reason + ")";
      case SUSPENDED -> "suspended";
      case RESUMED -> "resumed";
    };
  }

  private static String tag(String tag) {
    return SlackText.escape(ShortCommits.in(tag));
  }

  private static String color(BindingMessage message) {
    if (message.warning()) {
      return RED;
    }
    return message.event() == NotificationEvent.SUSPENDED ? GREY : GREEN;
  }

  private static void commit(ArrayNode fields, String title, @Nullable CommitDetails commit) {
    if (commit == null) {
      return;
    }
    String digits = new CommitSha(commit.sha()).abbreviated();
    String place =
        commit.link() == null
            ? digits + " in " + SlackText.escape(commit.repository())
            : "<%s|%s>".formatted(commit.link(), digits);
    field(fields, title, place + said(commit.subject(), commit.author()));
  }

  /** Each commit on a line of its own; the one that is shown as the source commit alone is not. */
  private static void contents(ArrayNode fields, @Nullable Contents contents) {
    if (contents == null || contents.newest().size() < 2) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    int shown = 0;
    for (Contents.Line line : contents.newest()) {
      String text =
          "%s%s\n"
              .formatted(
                  new CommitSha(line.sha()).abbreviated(), said(line.subject(), line.author()));
      if (lines.length() + text.length() > MAX_LINES) {
        break;
      }
      lines.append(text);
      shown++;
    }
    String count = contents.count() == null ? "" : " (" + count(contents, contents.count()) + ")";
    if (contents.more() || (contents.count() != null && contents.count() > shown)) {
      lines.append("…");
    }
    fields
        .addObject()
        .put("title", "Commits" + count)
        .put("value", lines.toString().stripTrailing())
        .put("short", false);
  }

  private static String count(Contents contents, int count) {
    return contents.more() ? "more than " + count : String.valueOf(count);
  }

  private static String said(@Nullable String subject, @Nullable String author) {
    String by = author == null ? "" : " (" + SlackText.plain(author) + ")";
    return (subject == null ? "" : " " + SlackText.plain(subject)) + by;
  }

  private static void field(ArrayNode fields, String title, String value) {
    fields.addObject().put("title", title).put("value", value).put("short", true);
  }
}
