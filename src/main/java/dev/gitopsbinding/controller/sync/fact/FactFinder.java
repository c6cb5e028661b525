package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;

/** Answers one question, by asking hosts or from remembered answers. */
public interface FactFinder<T> {
  /** The question that is answered. */
  Question<T> question();

  /** The answer for a binding, known or unavailable. */
  Fact<T> find(Observation observation, TimeLimit deadline) throws InterruptedException;

  /** Called before {@link #find}, outside of the span of the question; waits for no git host. */
  default void begin(Observation observation, TimeLimit deadline) throws InterruptedException {}

  /** A finder made of a question and a function. */
  static <T> FactFinder<T> of(Question<T> question, Search<T> search) {
    return new FactFinder<>() {
      @Override
      public Question<T> question() {
        return question;
      }

      @Override
      public Fact<T> find(Observation observation, TimeLimit deadline) throws InterruptedException {
        return search.find(observation, deadline);
      }
    };
  }

  /** The function that answers a question. */
  @FunctionalInterface
  interface Search<T> {
    /** The answer for a binding, known or unavailable. */
    Fact<T> find(Observation observation, TimeLimit deadline) throws InterruptedException;
  }
}
