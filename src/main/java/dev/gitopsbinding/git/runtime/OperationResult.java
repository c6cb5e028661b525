package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.Optional;

/** Says whether an operation succeeded: a proper answer of the host may still be a refusal. */
final class OperationResult {
  private OperationResult() {}

  /** Why the operation failed; empty if it succeeded. */
  static Optional<Reason> failure(Result<?> result) {
    return switch (result) {
      case Result.Failed<?>(Failure failure) -> Optional.of(failure.reason());
      case Result.Ok<?>(Result<?> inner) -> failure(inner);
      case Result.Ok<?>(PushResponse answer) -> failure(answer);
      case Result.Ok<?> _ -> Optional.empty();
    };
  }

  private static Optional<Reason> failure(PushResponse answer) {
    return switch (answer) {
      case PushResponse.Accepted() -> Optional.empty();
      case PushResponse.Moved() -> Optional.of(Reason.PUSH_CONTENDED);
      case PushResponse.Refused refused ->
          Optional.of(
              refused.byLock() && !refused.byRule() ? Reason.PUSH_CONTENDED : Reason.PUSH_DECLINED);
      case PushResponse.Unreachable(Failure failure) -> Optional.of(failure.reason());
      case PushResponse.Unknown(Failure failure) -> Optional.of(failure.reason());
    };
  }
}
