package dev.gitopsbinding.plan;

import java.util.List;
import java.util.Map;

/**
 * A question whose answer costs a request, so that it is asked only when a rule needs it. Two
 * questions are equal only if they are the same object.
 *
 * @param <T> the type of the answer
 */
public final class Question<T> {
  private final String name;
  private final List<Question<?>> basis;

  private Question(String name, List<Question<?>> basis) {
    this.name = name;
    this.basis = basis;
  }

  /**
   * A new question.
   *
   * @param name for logs and test fixtures
   * @param basis a new answer to one of these questions makes the answer to this one stale, and so
   *     does whatever makes their answers stale
   */
  public static <T> Question<T> of(String name, Question<?>... basis) {
    return new Question<>(name, List.of(basis));
  }

  /** Whether a new answer to {@code other} makes the answer to this question stale by itself. */
  boolean restsOn(Question<?> other) {
    return basis.contains(other);
  }

  /** The answer in a map of answers. Facts stores only a Fact<T> under a Question<T>. */
  @SuppressWarnings("unchecked")
  Fact<T> answerIn(Map<Question<?>, Fact<?>> answers) {
    return (Fact<T>) answers.getOrDefault(this, Fact.notAsked());
  }

  /** The question's name. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
