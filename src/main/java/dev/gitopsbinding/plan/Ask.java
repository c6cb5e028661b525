package dev.gitopsbinding.plan;

import java.util.Optional;

/** One more fact is needed before a plan can be made. */
public record Ask(Question<?> question) implements Step {
  /**
   * The step of a rule that needs an answer: ask for it, or stop because it cannot be found. Empty
   * if the answer is known.
   */
  public static <T> Optional<Step> unlessKnown(Observation observation, Question<T> question) {
    return switch (observation.fact(question)) {
      case Fact.NotAsked<T>() -> Optional.of(new Ask(question));
      case Fact.Unavailable<T>(var failure) -> Optional.of(Plan.Stop.because(failure));
      case Fact.Known<T> _ -> Optional.empty();
    };
  }
}
