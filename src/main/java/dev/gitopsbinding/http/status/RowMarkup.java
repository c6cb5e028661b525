package dev.gitopsbinding.http.status;

import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.model.CommitLink;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.model.text.TextShortener;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cells of one row. */
record RowMarkup(BindingRow row, Instant now) {
  /** A message that is longer is folded. */
  private static final int SHORT_MESSAGE = 160;

  private static final int LONGEST_MESSAGE = 4096;
  private static final int LONGEST_WORD = 200;
  private static final int COMMIT_LENGTH = 40;
  private static final int SHORT_COMMIT = 7;
  private static final String NOTHING = "<span class=\"none\">–</span>";

  String html() {
    String state = row.state().text();
    return "<tr class=\""
        + state
        + "\">\n<th scope=\"row\"><span class=\"name\">"
        + Html.escape(row.id().name())
        + "</span> <span class=\"namespace\">"
        + Html.escape(row.id().namespace())
        + "</span></th>\n"
        + cell("State", "<span class=\"state\">" + state + "</span>" + lasting())
        + cell("What is going on", news())
        + cell("Source", source())
        + cell("Manifest", manifest())
        + cell("Running", running())
        + cell("Last push", lastPush())
        + cell(
            "Next look", row.nextLook() == null ? NOTHING : RelativeTime.until(row.nextLook(), now))
        + "</tr>\n";
  }

  private static String cell(String label, String html) {
    return "<td data-label=\"" + label + "\">" + html + "</td>\n";
  }

  private String lasting() {
    BindingCondition ready = row.ready();
    String at = ready == null ? null : ready.lastTransitionTime();
    return at == null ? "" : small(RelativeTime.lasting(at, now));
  }

  private String news() {
    BindingCondition ready = row.ready();
    if (ready == null) {
      return "Not synced yet.";
    }
    String message = ShortCommits.in(Objects.requireNonNullElse(ready.message(), ""));
    if (Reason.UP_TO_DATE.text().equals(ready.reason())) {
      return text(message, SHORT_MESSAGE);
    }
    String reason = "<span class=\"reason\">" + word(ready.reason()) + "</span> ";
    return row.awaiting()
        .map(wait -> waits(wait) + folded(reason, text(message, LONGEST_MESSAGE)))
        .orElseGet(
            () ->
                message.length() <= SHORT_MESSAGE
                    ? reason + text(message, SHORT_MESSAGE)
                    : reason
                        + folded(text(message, SHORT_MESSAGE), text(message, LONGEST_MESSAGE)));
  }

  private String waits(BindingRow.Wait wait) {
    return "<p class=\"wait\">Waits for <code>%s</code> %s%s</p>"
        .formatted(
            shortened(wait.subject()),
            RelativeTime.lasting(wait.since(), now),
            wait.overdue() ? " <strong>(overdue)</strong>" : "");
  }

  private static String folded(String summary, String whole) {
    return "<details><summary>" + summary + "</summary>" + whole + "</details>";
  }

  /** The reading direction of a text of others stays within it. */
  private static String text(String text, int longest) {
    return "<bdi>" + Html.escape(TextShortener.shorten(text, longest)) + "</bdi>";
  }

  private String source() {
    SourceStatus source = row.status().source();
    if (source == null || source.commit() == null) {
      return NOTHING;
    }
    RepositoryUrl url =
        Optional.ofNullable(source.url()).flatMap(BindingRow::repository).orElse(null);
    return commit(url, source.commit())
        + small("on <bdi>" + word(source.branch()) + "</bdi>")
        + (source.firstSeenTime() == null
            ? ""
            : small(RelativeTime.since(source.firstSeenTime(), now)));
  }

  private String manifest() {
    ManifestStatus manifest = row.status().manifest();
    if (manifest == null || manifest.image() == null) {
      return NOTHING;
    }
    return image(manifest.image())
        + (manifest.places() == null ? "" : small(manifest.places().size() + " places"));
  }

  private String running() {
    RunningStatus running = row.status().running();
    BindingCondition rollout = row.rolledOut();
    String image = running == null || running.image() == null ? NOTHING : image(running.image());
    return rollout == null ? image : image + small(word(rollout.reason()));
  }

  private String lastPush() {
    LastPush push = row.status().lastPush();
    if (push == null || push.commit() == null) {
      return NOTHING;
    }
    RepositoryUrl url =
        row.manifestRepository()
            .filter(named -> push.file() != null && push.file().startsWith(named.place() + "@"))
            .orElse(null);
    return commit(url, push.commit())
        + (push.time() == null ? "" : small(RelativeTime.since(push.time(), now)))
        + small(
            "<span class=\"tags\"><code>"
                + shortened(push.fromTag())
                + "</code> → <code>"
                + shortened(push.toTag())
                + "</code></span>");
  }

  private static String commit(@Nullable RepositoryUrl repository, String hex) {
    Optional<CommitSha> commit = CommitSha.parse(hex);
    String shown = "<code>" + shortened(hex) + "</code>";
    return Optional.ofNullable(repository)
        .flatMap(url -> commit.flatMap(sha -> CommitLink.of(url, sha)))
        .map(URI::toASCIIString)
        .map(link -> "<a href=\"" + Html.escape(link) + "\">" + shown + "</a>")
        .orElse(shown);
  }

  private static String image(String image) {
    return "<code title=\"" + word(image) + "\">" + tag(image) + "</code>";
  }

  /** What stands behind the last colon, unless that is the colon of a port. */
  private static String tag(String image) {
    int colon = image.lastIndexOf(':');
    return shortened(
        colon > image.lastIndexOf('/') && !image.contains("@")
            ? image.substring(colon + 1)
            : image.substring(image.lastIndexOf('/') + 1));
  }

  /** Most tags are a commit and nothing else, which is seen sooner than found. */
  private static String shortened(@Nullable String text) {
    if (text == null || text.length() < COMMIT_LENGTH) {
      return word(text);
    }
    return isCommit(text) ? text.substring(0, SHORT_COMMIT) : word(ShortCommits.in(text));
  }

  private static boolean isCommit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return text.length() == COMMIT_LENGTH && text.equals(text.toLowerCase(Locale.ROOT));
  }

  private static String word(@Nullable String text) {
    return Html.escape(TextShortener.shorten(text == null ? "" : text, LONGEST_WORD));
  }

  private static String small(String html) {
    return "<span class=\"small\">" + html + "</span>";
  }
}
