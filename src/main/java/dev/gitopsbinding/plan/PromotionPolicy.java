package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.RolledOutCommit;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.model.CommitSha;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which commit of a followed binding may be deployed: the newest one that all pods of its
 * target have run without a break for the soak time, and none that it rolled out before the one
 * that is deployed. Pure.
 */
public final class PromotionPolicy {
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
    int deployed = deployed(follower, rollouts);
    for (int i = 0; i < rollouts.size(); i++) {
      // What is deployed has had its time, even if it was interrupted since.
      Rollout rollout = rollouts.get(i);
      boolean counts = watched || rollout.until() != null;
      if (i == deployed || (counts && rollout.soaked(soak, now))) {
        List<CommitSha> commits = rollouts.stream().map(Rollout::commit).toList();
        return new Promotion.Offer(commits, i, i == 0 ? null : newest, origin);
      }
    }
    return new Promotion.Pending(newest);
  }

  /** Where the list has what landed last; -1 if it does not. */
  private static int deployed(Observation follower, List<Rollout> rollouts) {
    TagFormat format = follower.binding().image().tagFormat();
    Set<String> landed = follower.landedTags();
    for (int i = 0; i < rollouts.size(); i++) {
      if (landed.contains(format.tagOf(rollouts.get(i).commit()))) {
        return i;
      }
    }
    return -1;
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
