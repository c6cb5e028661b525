package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the commit that would be deployed if the binding took the newest one with an image. It is
 * only shown to people, so a sync spends little on it. Looks as often as for the awaited image, and
 * remembers the answer in between: a message that came and went would be a status write each time.
 */
public final class BuiltCommitFinder implements FactFinder<SelectedCommit> {
  /** How many images one sync looks for. */
  public static final int MAX_LOOKS = 5;

  /** Ten round trips to a slow host; half of what the sync has left, if that is less. */
  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  private final FactFinder<SelectedCommit> search;
  private final WaitSchedule waits;
  private final Map<BindingId, Answer> answers = new ConcurrentHashMap<>();

  /** What was found while an image was awaited. */
  private record Answer(String awaited, SelectedCommit commit) {}

  /**
   * @param search finds the newest commit with an image
   * @param waits decides when the awaited image is looked for again
   */
  public BuiltCommitFinder(FactFinder<SelectedCommit> search, WaitSchedule waits) {
    this.search = search;
    this.waits = waits;
  }

  @Override
  public Question<SelectedCommit> question() {
    return Questions.BUILT_COMMIT;
  }

  @Override
  public Fact<SelectedCommit> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    String awaited = binding.image().tagged(observation.desiredTag().orElseThrow());
    Answer known = answers.get(binding.id());
    Answer last = known != null && known.awaited().equals(awaited) ? known : null;
    if (last != null && !waits.lookIsDue(observation, Reason.IMAGE_NOT_FOUND, awaited)) {
      return known(last.commit());
    }
    Duration half = deadline.remaining().dividedBy(2);
    Fact<SelectedCommit> found =
        search.find(observation, TimeLimit.in(half.compareTo(MAX_TIME) < 0 ? half : MAX_TIME));
    found.known().ifPresent(commit -> answers.put(binding.id(), new Answer(awaited, commit)));
    return found.known().isEmpty() && last != null ? known(last.commit()) : found;
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    answers.remove(binding);
  }

  private static Fact<SelectedCommit> known(SelectedCommit commit) {
    return new Fact.Known<>(commit, Instant.MIN);
  }
}
