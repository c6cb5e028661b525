package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers the questions of the planner, each by its finder. */
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
   * The observation with the answer added.
   *
   * @throws IllegalStateException if no finder answers the question
   */
  public Observation answer(Question<?> question, Observation observation, TimeLimit deadline)
      throws InterruptedException {
    remotes.renew(observation);
    FactFinder<?> finder =
        Optional.ofNullable(finders.get(question))
            .orElseThrow(() -> new IllegalStateException("no finder answers " + question));
    finder.begin(observation, deadline);
    return answer(finder, observation, deadline);
  }

  private static <T> Observation answer(
      FactFinder<T> finder, Observation observation, TimeLimit deadline)
      throws InterruptedException {
    return CurrentSpan.step(
        "question " + finder.question().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        Span.Kind.INTERNAL,
        span -> {
          Fact<T> fact = finder.find(observation, deadline);
          if (fact instanceof Fact.Unavailable<T>(var failure)) {
            span.fail(failure.reason().text());
          }
          return observation.with(finder.question(), fact);
        });
  }
}
