package dev.gitopsbinding.plan;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to the questions that were asked so far. Immutable. */
public final class Facts {
  /** No question was asked yet. */
  public static final Facts NONE = new Facts(Map.of());

  private final Map<Question<?>, Fact<?>> answers;

  private Facts(Map<Question<?>, Fact<?>> answers) {
    this.answers = answers;
  }

  /** The answer to a question, or that it was not asked yet. */
  public <T> Fact<T> get(Question<T> question) {
    return question.answerIn(answers);
  }

  /** These facts with an answer added, and without the answers that it makes stale. */
  public <T> Facts with(Question<T> question, Fact<T> fact) {
    Map<Question<?>, Fact<?>> fresh = withoutStale(question);
    fresh.put(question, fact);
    return new Facts(fresh);
  }

  /** These facts without the answer to a question, and without the answers that rest on it. */
  public Facts without(Question<?> question) {
    Map<Question<?>, Fact<?>> fresh = withoutStale(question);
    fresh.remove(question);
    return new Facts(fresh);
  }

  /** All answers, also the unavailable ones. */
  public Collection<Fact<?>> all() {
    return Collections.unmodifiableCollection(answers.values());
  }

  /**
   * The answers that do not rest on the renewed one. An answer may rest on it through a third one,
   * but not through a question without an answer: questions that a binding never asks make none of
   * its answers stale.
   */
  private Map<Question<?>, Fact<?>> withoutStale(Question<?> renewed) {
    Map<Question<?>, Fact<?>> fresh = new HashMap<>(answers);
    Deque<Question<?>> changed = new ArrayDeque<>(List.of(renewed));
    while (!changed.isEmpty()) {
      Question<?> basis = changed.pop();
      fresh
          .keySet()
          .removeIf(
              question -> {
                boolean stale = question != renewed && question.restsOn(basis);
                if (stale) {
                  changed.push(question);
                }
                return stale;
              });
    }
    return fresh;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Facts facts && answers.equals(facts.answers);
  }

  @Override
  public int hashCode() {
    return answers.hashCode();
  }

  @Override
  public String toString() {
    return answers.toString();
  }
}
