package dev.gitopsbinding.status.history;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.text.WholeSeconds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds a push to the tags that were pushed before.
 *
 * @param known the newest first
 * @param last the push of the newest one; null if it is not known
 */
public record PushedTags(List<DeployedTag> known, @Nullable LastPush last) {
  /** How many are kept; the schema has the same limit. */
  public static final int MAX = 10;

  /** Copies the list. */
  public PushedTags {
    known = List.copyOf(known);
  }

  /**
   * Where a pushed tag comes from.
   *
   * @param selected the source commit that was to be deployed; null if that is not known
   * @param source the newest source commit, and when it was first seen
   * @param committed when the author made the source commit; null if nobody has read it
   * @param imageFound when the image was first found; null if that is not known
   */
  public record Origin(
      @Nullable CommitSha selected,
      @Nullable SourceStatus source,
      @Nullable Instant committed,
      @Nullable Instant imageFound) {

    private Optional<CommitSha> newest() {
      return Optional.ofNullable(source).map(SourceStatus::commit).flatMap(CommitSha::parse);
    }

    private Optional<CommitSha> commit(String tag, TagFormat format) {
      return Stream.concat(Stream.ofNullable(selected), newest().stream())
          .filter(commit -> format.tagOf(commit).equals(tag))
          .findFirst()
          .or(() -> format.digitsIn(tag).flatMap(CommitSha::parse));
    }

    /** A sync that sees a commit and pushes at once notes the commit only when it ends. */
    private @Nullable String seen(String tag, TagFormat format, String pushed) {
      return newest()
          .filter(commit -> format.tagOf(commit).equals(tag))
          .flatMap(_ -> WholeSeconds.parse(source == null ? null : source.firstSeenTime()))
          .map(noted -> earlier(noted, imageFound))
          .map(noted -> earlier(noted, WholeSeconds.parse(pushed).orElse(null)))
          .map(WholeSeconds::format)
          .orElse(null);
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
      return other != null && other.isBefore(one) ? other : one;
    }
  }

  /** Whether the newest one has the tag. */
  boolean isNewest(@Nullable String tag) {
    return !known.isEmpty() && tag != null && tag.equals(known.getFirst().tag());
  }

  /** Whether the file held the tag before the newest one, as far as is known. */
  boolean wasBefore(String tag) {
    return known.stream().skip(1).anyMatch(one -> tag.equals(one.tag()))
        || (last != null
            && last.fromTag() != null
            && Arrays.asList(last.fromTag().split(", ")).contains(tag));
  }

  /**
   * The tags with a push. A tag that was deployed before gets no time of its commit: the age of
   * that commit is not how long this deployment took.
   *
   * @param rollback whether the push took back the newest one, because its rollout had failed
   */
  public List<DeployedTag> with(LastPush push, TagFormat format, Origin origin, boolean rollback) {
    String tag = push.toTag();
    String pushed = push.time();
    if (tag == null || pushed == null) {
      return known;
    }
    boolean again = rollback || wasBefore(tag) || isNewest(tag);
    var added =
        new DeployedTag(
            tag,
            origin.commit(tag, format).map(CommitSha::hex).orElse(null),
            again || origin.committed() == null ? null : WholeSeconds.format(origin.committed()),
            again ? null : origin.seen(tag, format, pushed),
            again || origin.imageFound() == null ? null : WholeSeconds.format(origin.imageFound()),
            pushed,
            null,
            null,
            null,
            rollback ? true : null,
            Result.PUSHED.text());
    List<DeployedTag> tags = new ArrayList<>(known);
    if (!tags.isEmpty()) {
      tags.set(0, left(tags.getFirst(), rollback));
    }
    tags.addFirst(added);
    return List.copyOf(tags.subList(0, Math.min(tags.size(), MAX)));
  }

  private static DeployedTag left(DeployedTag newest, boolean rollback) {
    if (rollback) {
      return ended(newest, Result.ROLLED_BACK);
    }
    return newest.is(Result.PUSHED) ? ended(newest, Result.SUPERSEDED) : newest;
  }

  /** A tag with its result. */
  static DeployedTag ended(DeployedTag tag, Result result) {
    return new DeployedTag(
        tag.tag(),
        tag.commit(),
        tag.committed(),
        tag.seen(),
        tag.imageFound(),
        tag.pushed(),
        tag.applied(),
        tag.rolledOut(),
        tag.failed(),
        tag.rollback(),
        result.text());
  }
}
