package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.request.RegistryException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of one manifest lookup. */
sealed interface LookupResult {
  /**
   * The registry answered that it has the image, or does not.
   *
   * @param digest of the manifest; null if the image is missing or the lookup was not for a digest
   */
  record Answered(Presence presence, @Nullable String digest) implements LookupResult {}

  /** There is no usable answer. */
  record Failed(RegistryException.Kind kind, Failure failure) implements LookupResult {}

  /** The result without the kind of failure. */
  default Result<Presence> result() {
    return switch (this) {
      case Answered(Presence presence, _) -> Result.ok(presence);
      case Failed(_, Failure failure) -> Result.failed(failure);
    };
  }

  /** The digest, empty if the image is missing; for a lookup for a digest. */
  default Result<Optional<String>> digestResult() {
    return switch (this) {
      case Answered(_, String digest) -> Result.ok(Optional.ofNullable(digest));
      case Failed(_, Failure failure) -> Result.failed(failure);
    };
  }

  /** The label for metrics, one of five; see {@link RegistryListener}. */
  default String label() {
    return switch (this) {
      case Answered _ -> isFound() ? "found" : "missing";
      case Failed(RegistryException.Kind kind, _) ->
          switch (kind) {
            case UNAUTHORIZED -> "unauthorized";
            case LIMITED -> "limited";
            case ERROR, LATE -> "error";
          };
    };
  }

  /** Whether the registry has the image. */
  default boolean isFound() {
    return this instanceof Answered(Presence presence, _) && presence == Presence.FOUND;
  }

  /** Whether the caller's time was up; a caller with more time asks again. */
  default boolean isLate() {
    return this instanceof Failed(RegistryException.Kind kind, _)
        && kind == RegistryException.Kind.LATE;
  }

  static LookupResult of(RegistryException e) {
    return new Failed(e.kind(), e.failure());
  }
}
