package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The answer to a {@link Question}, as far as it is known. */
public sealed interface Fact<T> {
  /** No rule has needed the answer yet. */
  record NotAsked<T>() implements Fact<T> {}

  /**
   * The answer is known.
   *
   * @param at when the value was read from its host
   */
  record Known<T>(T value, Instant at) implements Fact<T> {}

  /** The answer was looked for and could not be found. */
  record Unavailable<T>(Failure failure) implements Fact<T> {}

  /** The answer to a question that was not asked yet. */
  static <T> Fact<T> notAsked() {
    return new NotAsked<>();
  }

  /** The fact that a result stands for: known by its value, or unavailable by its failure. */
  static <A, T> Fact<T> of(Result<A> answer, Function<A, Fact<T>> known) {
    return switch (answer) {
      case Result.Ok<A>(A value) -> known.apply(value);
      case Result.Failed<A>(Failure failure) -> new Unavailable<>(failure);
    };
  }

  /** The value, if it is known. */
  default Optional<T> known() {
    return switch (this) {
      case Known<T>(T value, Instant at) -> Optional.of(value);
      case NotAsked<T>() -> Optional.empty();
      case Unavailable<T>(Failure failure) -> Optional.empty();
    };
  }

  /** When the value was read from its host, if it is known. */
  default Optional<Instant> readAt() {
    return this instanceof Known<T>(var _, var at) ? Optional.of(at) : Optional.empty();
  }
}
