package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers the planner's questions, each by the finder that is there for it. */
public final class FactFinders {
  private final Map<Question<?>, FactFinder<?>> finders;
  private final CredentialedRemotes remotes;

  /**
   * @param finders one for each question
   * @throws IllegalStateException if two finders answer one question
   */
  public FactFinders(List<FactFinder<?>> finders, CredentialedRemotes remotes) {
    this.finders =
        finders.stream().collect(Collectors.toMap(FactFinder::question, Function.identity()));
    this.remotes = remotes;
  }

  /**
   * The observation with the answer in it.
   *
   * @throws IllegalStateException if no finder answers the question
   */
  Observation answer(Question<?> question, Observation observation, TimeLimit deadline)
      throws InterruptedException {
    remotes.renew(observation);
    FactFinder<?> finder =
        Optional.ofNullable(finders.get(question))
            .orElseThrow(() -> new IllegalStateException("nothing answers " + question));
    return answer(finder, observation, deadline);
  }

  private static <T> Observation answer(
      FactFinder<T> finder, Observation observation, TimeLimit deadline)
      throws InterruptedException {
    return observation.with(finder.question(), finder.find(observation, deadline));
  }
}
