package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.request.RegistryException;

/** How a question ended. */
sealed interface LookupResult {
  /** The registry answered. */
  record Seen(Presence presence) implements LookupResult {}

  /** It did not. */
  record Blind(RegistryException.Kind kind, Failure failure) implements LookupResult {}

  /** For those who asked. */
  default Result<Presence> result() {
    return switch (this) {
      case Seen(Presence presence) -> Result.ok(presence);
      case Blind(_, Failure failure) -> Result.failed(failure);
    };
  }

  /** For metrics: one of five words. */
  default String word() {
    return switch (this) {
      case Seen _ -> isFound() ? "found" : "missing";
      case Blind(RegistryException.Kind kind, _) ->
          switch (kind) {
            case UNAUTHORIZED -> "unauthorized";
            case LIMITED -> "limited";
            case ERROR, LATE -> "error";
          };
    };
  }

  /** Whether the image is there. */
  default boolean isFound() {
    return this instanceof Seen(Presence presence) && presence == Presence.FOUND;
  }

  /** Whether the time was up; another who asks may have more of it. */
  default boolean isLate() {
    return this instanceof Blind(RegistryException.Kind kind, _)
        && kind == RegistryException.Kind.LATE;
  }

  static LookupResult of(RegistryException e) {
    return new Blind(e.kind(), e.failure());
  }
}
