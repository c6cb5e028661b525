package dev.gitopsbinding.status.history;

import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.text.WholeSeconds;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the commits of a status from those of a push, and back. Pure. */
public final class CommitProjector {
  private CommitProjector() {}

  /** The commits of a push, the newest first, as a status shows them. */
  public static List<PushedCommit> pushedCommits(PushContents contents) {
    return contents.newest().stream().map(CommitProjector::pushedCommit).toList();
  }

  private static PushedCommit pushedCommit(SourceCommit commit) {
    return new PushedCommit(
        commit.commit().hex(),
        orNull(commit.subject()),
        orNull(commit.author()),
        commit.date() == null ? null : WholeSeconds.format(commit.date()));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * What a push brings, as a status shows it; empty if it names no commit.
   *
   * @param replaced the images that it replaces
   * @param newest the commits, the newest first
   * @param count how many there are; null if that is not known
   */
  public static Optional<PushContents> contents(
      List<String> replaced, List<PushedCommit> newest, @Nullable Integer count, boolean more) {
    List<SourceCommit> commits =
        newest.stream().flatMap(one -> commit(one).stream()).limit(PushContents.SHOWN).toList();
    return commits.isEmpty()
        ? Optional.empty()
        : Optional.of(new PushContents(replaced, commits, count, more));
  }

  /** No status holds the address of an author. */
  private static Optional<SourceCommit> commit(PushedCommit one) {
    return CommitSha.parse(one.commit())
        .map(
            sha ->
                new SourceCommit(
                    sha,
                    Objects.requireNonNullElse(one.subject(), ""),
                    Objects.requireNonNullElse(one.author(), ""),
                    "",
                    WholeSeconds.parse(one.date()).orElse(null)));
  }
}
