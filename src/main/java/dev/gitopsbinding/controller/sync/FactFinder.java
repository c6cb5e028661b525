package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;

/** Answers one question by asking hosts, or from what is remembered of their answers. */
public interface FactFinder<T> {
  /** The question that is answered. */
  Question<T> question();

  /** The answer for a binding, known or unavailable. */
  Fact<T> find(Observation observation, TimeLimit deadline) throws InterruptedException;

  /** A finder that needs no class of its own. */
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

  /** How a question is answered. */
  @FunctionalInterface
  interface Search<T> {
    /** The answer for a binding, known or unavailable. */
    Fact<T> find(Observation observation, TimeLimit deadline) throws InterruptedException;
  }
}
