package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When the newer commits of each binding were found without an image. Each is looked for again on
 * the schedule of images, counted from its own first look, so that a new commit is looked for often
 * and those that have been missing for long are not. An answer counts no longer than other reads
 * do, so that a requested sync looks for all. Commits that are found need no memory: they are
 * deployed, and the registry's answers have one. Thread-safe.
 */
final class LookMemory {
  /** How many commits are remembered for a binding; a search ends behind these. */
  static final int MAX_COMMITS = 1_000;

  /** The part of a delay that is left at least, after the schedule has shortened it. */
  private static final double MIN_PART = 1 - WaitSchedule.SPREAD;

  /** How many commits are remembered for all bindings: about 20 MiB of heap. */
  private static final int MAX_TOTAL = 100_000;

  /** The one that was used longest ago is the first, and forgotten first. */
  private final Map<BindingId, Search> searches = new LinkedHashMap<>(16, 0.75f, true);

  private final Clock clock;
  private final int maxTotal;
  private int total;

  LookMemory(Clock clock) {
    this(clock, MAX_TOTAL);
  }

  /**
   * @param maxTotal how many commits are remembered for all bindings
   */
  LookMemory(Clock clock, int maxTotal) {
    this.clock = clock;
    this.maxTotal = maxTotal;
  }

  /** When a commit was found missing for the first and for the last time. */
  private record Miss(Instant first, Instant last) {
    Duration lasted(Instant until) {
      return Duration.between(first, until);
    }
  }

  /**
   * What was found missing.
   *
   * @param generation of the spec: another one may name another image or login
   */
  private record Search(long generation, Map<CommitSha, Miss> missing) {}

  /** Keeps what is known of these commits, and nothing else. */
  synchronized void keep(Observation observation, List<CommitSha> newer) {
    Search search = searches.get(observation.binding().id());
    if (search == null) {
      return;
    }
    int before = search.missing().size();
    search.missing().keySet().retainAll(Set.copyOf(newer));
    total -= before - search.missing().size();
    boolean holds = search.generation() == observation.binding().generation();
    if (!holds || search.missing().isEmpty()) {
      end(observation.binding().id());
    }
  }

  /**
   * Whether to look for the image of a commit now.
   *
   * @param tip by whose wait it is decided when the next sync looks for images
   */
  boolean isDue(Observation observation, CommitSha commit, CommitSha tip) {
    Optional<Miss> miss = miss(observation, commit);
    Instant now = clock.instant();
    return miss.isEmpty()
        || miss.get().last().isBefore(observation.notBefore())
        || isDue(miss.get(), untilNextSync(observation, tip, now), observation, now);
  }

  private static boolean isDue(Miss miss, Duration next, Observation observation, Instant now) {
    Duration interval = observation.binding().interval();
    Duration age = Duration.between(miss.last(), now);
    Duration delay = WaitSchedule.delay(miss.lasted(miss.last()), interval);
    // No image stays unnoticed for longer than the interval.
    return age.toMillis() >= delay.toMillis() * MIN_PART || age.plus(next).compareTo(interval) > 0;
  }

  private Duration untilNextSync(Observation observation, CommitSha tip, Instant now) {
    Duration waited = miss(observation, tip).map(miss -> miss.lasted(now)).orElse(Duration.ZERO);
    return WaitSchedule.delay(waited, observation.binding().interval());
  }

  /** Notes that a commit has no image that may be deployed. */
  synchronized void note(Observation observation, CommitSha commit) {
    Instant now = clock.instant();
    Map<CommitSha, Miss> missing =
        searches
            .computeIfAbsent(
                observation.binding().id(),
                _ -> new Search(observation.binding().generation(), new HashMap<>()))
            .missing();
    total -= missing.size();
    missing.merge(commit, new Miss(now, now), (known, _) -> new Miss(known.first(), now));
    total += missing.size();
    while (total > maxTotal && searches.size() > 1) {
      end(searches.keySet().iterator().next());
    }
  }

  /** Forgets a binding that is gone, or has no newer commits. */
  synchronized void end(BindingId binding) {
    Search ended = searches.remove(binding);
    total -= ended == null ? 0 : ended.missing().size();
  }

  private synchronized Optional<Miss> miss(Observation observation, CommitSha commit) {
    return Optional.ofNullable(searches.get(observation.binding().id()))
        .map(search -> search.missing().get(commit));
  }
}
