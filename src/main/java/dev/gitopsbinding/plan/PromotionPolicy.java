package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.fact.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which commit of a followed binding may be deployed: the newest one that all pods of its
 * target have run without a break for the soak time, and none that it rolled out before the one
 * that is deployed. Pure.
 */
public final class PromotionPolicy {
  /** The digits of a commit in a tag of any form; it has 7 at least. */
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{7,40}");

  private PromotionPolicy() {}

  /** A rollout that a status remembers; {@code until} is null while it lasts. */
  private record Rollout(CommitSha commit, Instant since, @Nullable Instant until) {
    static Stream<Rollout> read(RolledOutCommit stored) {
      return CommitSha.parse(stored.commit())
          .flatMap(
              commit ->
                  time(stored.since())
                      .map(since -> new Rollout(commit, since, time(stored.until()).orElse(null))))
          .stream();
    }

    boolean soaked(Duration soak, Instant now) {
      return !(until == null ? now : until).isBefore(since.plus(soak));
    }

    private static Optional<Instant> time(@Nullable String text) {
      try {
        return Optional.ofNullable(text).map(Instant::parse);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * What may be deployed now.
   *
   * @param follower the binding that follows
   * @param upstream the status of the binding that it follows, which has not stopped
   * @param watched whether this process has looked at the target of that binding; until then nobody
   *     knows whether it ran all the time that no operator ran
   * @param origin what the first binding of the chain follows; null if not known
   */
  public static Promotion decide(
      Observation follower,
      GitOpsBindingStatus upstream,
      boolean watched,
      Duration soak,
      Promotion.@Nullable Origin origin,
      Instant now) {
    List<RolledOutCommit> stored = upstream.rollouts();
    List<Rollout> rollouts =
        (stored == null ? List.<RolledOutCommit>of() : stored)
            .stream().flatMap(Rollout::read).toList();
    Promotion.Soak newest = newest(rollouts, soak, now).orElse(null);
    List<CommitSha> commits = rollouts.stream().map(Rollout::commit).toList();
    int deployed = newestOf(commits, follower, written(follower.status())).orElse(-1);
    for (int i = 0; i < rollouts.size(); i++) {
      // The deployed commit has completed its soak time, even if its rollout broke off since.
      Rollout rollout = rollouts.get(i);
      boolean counts = watched || rollout.until() != null;
      if (i == deployed || (counts && rollout.soaked(soak, now))) {
        return new Promotion.Offer(commits, i, i == 0 ? null : newest, origin);
      }
    }
    return new Promotion.Pending(newest);
  }

  /**
   * The tags that were written last, also for a file, selection of images or form of tags that the
   * spec no longer has: a changed spec does not make the deployed commit older.
   */
  private static Set<String> written(GitOpsBindingStatus follower) {
    LandedTag landed = follower.landed();
    LastPush push = follower.lastPush();
    return Stream.of(
            Optional.ofNullable(landed).map(LandedTag::tag),
            Optional.ofNullable(push).map(LastPush::toTag))
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The position of the first commit that has one of these tags; empty if none has one.
   *
   * @param follower the binding whose tags these are
   */
  static Optional<Integer> newestOf(
      List<CommitSha> commits, Observation follower, Set<String> tags) {
    return IntStream.range(0, commits.size())
        .filter(i -> tags.stream().anyMatch(tag -> isTagOf(tag, commits.get(i), follower)))
        .boxed()
        .findFirst();
  }

  /** Decides by the history, or else by the digits: the tag may have a form of an earlier spec. */
  private static boolean isTagOf(String tag, CommitSha commit, Observation follower) {
    return follower.status().history().stream()
        .filter(one -> tag.equals(one.tag()))
        .flatMap(one -> CommitSha.parse(one.commit()).stream())
        .findFirst()
        .map(commit::equals)
        .orElseGet(
            () ->
                follower.binding().image().tagFormat().tagOf(commit).equals(tag)
                    || holdsDigits(tag, commit.hex()));
  }

  /** Compares the whole run of digits, so that a longer one with the same beginning differs. */
  private static boolean holdsDigits(String tag, String hex) {
    return DIGITS.matcher(tag).results().map(MatchResult::group).anyMatch(hex::startsWith);
  }

  /** What runs now, if that is not for long enough yet. */
  private static Optional<Promotion.Soak> newest(
      List<Rollout> rollouts, Duration soak, Instant now) {
    return rollouts.stream()
        .limit(1)
        .filter(rollout -> rollout.until() == null && !rollout.soaked(soak, now))
        .findFirst()
        .map(
            rollout -> {
              Instant over = rollout.since().plus(soak);
              return new Promotion.Soak(
                  rollout.commit(), rollout.since(), over, Duration.between(now, over));
            });
  }
}
