package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.notify.BindingMessage.Contents;
import dev.gitopsbinding.notify.BindingMessage.Contents.Line;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the part of a message about the source commits of a push. Pure. */
final class ContentsProjector {
  /** A time in RFC 3339. */
  private static final int MAX_DATE = 40;

  private ContentsProjector() {}

  /** The commits that came with a tag; empty if they are not known. */
  static Optional<Contents> of(@Nullable LastPush push, @Nullable String tag) {
    if (push == null || tag == null || !tag.equals(push.toTag())) {
      return Optional.empty();
    }
    List<Line> lines = lines(push).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Contents(lines, push.commitCount(), Boolean.TRUE.equals(push.moreCommits())));
  }

  /** What the status of the newest push holds about one commit. */
  static Optional<Line> line(@Nullable LastPush push, String sha) {
    return push == null
        ? Optional.empty()
        : lines(push).filter(line -> line.sha().equals(sha)).findFirst();
  }

  /** Whoever may edit the status may write anything into it. */
  private static Stream<Line> lines(LastPush push) {
    List<PushedCommit> commits = push.commits() == null ? List.of() : push.commits();
    return commits.stream()
        .filter(commit -> CommitSha.parse(commit.commit()).isPresent())
        .limit(PushContents.SHOWN)
        .map(
            commit ->
                new Line(
                    String.valueOf(commit.commit()),
                    clean(commit.subject(), SourceCommit.MAX_SUBJECT + 1),
                    clean(commit.author(), SourceCommit.MAX_AUTHOR + 1),
                    clean(commit.date(), MAX_DATE)));
  }

  private static @Nullable String clean(@Nullable String text, int longest) {
    String clean = text == null ? "" : OneLine.of(text, longest);
    return clean.isEmpty() ? null : clean;
  }
}
