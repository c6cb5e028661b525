package dev.gitopsbinding.model;

import java.util.function.Function;

/** A value, or the reason why there is none. */
public sealed interface Result<T> {
  /** There is a value. */
  record Ok<T>(T value) implements Result<T> {}

  /** There is no value. */
  record Failed<T>(Failure failure) implements Result<T> {}

  /** Makes a result of a value. */
  static <T> Result<T> ok(T value) {
    return new Ok<>(value);
  }

  /** Makes a result of a failure. */
  static <T> Result<T> failed(Failure failure) {
    return new Failed<>(failure);
  }

  /** Applies {@code next} to the value, or passes the failure on. */
  default <R> Result<R> then(Function<? super T, ? extends Result<? extends R>> next) {
    return switch (this) {
      case Ok<T>(T value) ->
          switch (next.apply(value)) {
            case Ok<? extends R>(var result) -> ok(result);
            case Failed<? extends R>(var failure) -> failed(failure);
          };
      case Failed<T>(Failure failure) -> failed(failure);
    };
  }
}
