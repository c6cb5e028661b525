package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;

/** The result of the requests of one call. */
public sealed interface ForgeOutcome<T> {
  /** The forge has answered. */
  record Answered<T>(T value) implements ForgeOutcome<T> {}

  /** There is no usable answer. */
  record Failed<T>(ForgeException.Kind kind, Failure failure) implements ForgeOutcome<T> {}

  /** The failure that an exception stands for; its message begins with the field. */
  static <T> ForgeOutcome<T> of(ForgeException e, ForgePurpose purpose) {
    return new Failed<>(e.kind(), e.failure().at(purpose.field()));
  }

  /** Whether the forge has answered. */
  default boolean isAnswered() {
    return this instanceof Answered;
  }

  /** Whether the caller's time was up; a caller with more time asks again. */
  default boolean isLate() {
    return this instanceof Failed<T>(var kind, _) && kind == ForgeException.Kind.LATE;
  }

  /** The outcome without the kind of failure. */
  default Result<T> result() {
    return switch (this) {
      case Answered<T>(var value) -> Result.ok(value);
      case Failed<T>(_, var failure) -> Result.failed(failure);
    };
  }

  /** The label for metrics; see {@link ForgeListener}. */
  default String label() {
    return switch (this) {
      case Answered<T> _ -> "answered";
      case Failed<T>(var kind, _) ->
          switch (kind) {
            case UNAUTHORIZED -> "unauthorized";
            case LIMITED -> "limited";
            case REFUSED, TOO_LONG, ERROR, LATE -> "error";
          };
    };
  }
}
