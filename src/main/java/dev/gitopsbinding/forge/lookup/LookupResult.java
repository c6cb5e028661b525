package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.model.Failure;
import java.util.List;

/** The result of one lookup. */
sealed interface LookupResult {
  /** The forge listed the checks of the commit. */
  record Answered(List<Check> checks) implements LookupResult {
    /** Copies the list. */
    public Answered {
      checks = List.copyOf(checks);
    }
  }

  /** There is no usable answer. */
  record Failed(ForgeException.Kind kind, Failure failure) implements LookupResult {}

  static LookupResult of(ForgeException e) {
    return new Failed(e.kind(), e.failure());
  }

  /** The length of its texts and of what holds them, in characters; more than 0. */
  default long size() {
    return switch (this) {
      case Answered(var checks) -> PageCache.ENTRY + PageCache.size(checks);
      case Failed _ -> PageCache.ENTRY;
    };
  }

  /** Whether the caller's time was up; a caller with more time asks again. */
  default boolean isLate() {
    return this instanceof Failed(var kind, _) && kind == ForgeException.Kind.LATE;
  }

  /** The label for metrics; see {@link ForgeListener}. */
  default String label() {
    return switch (this) {
      case Answered _ -> "answered";
      case Failed(var kind, _) ->
          switch (kind) {
            case UNAUTHORIZED -> "unauthorized";
            case LIMITED -> "limited";
            case ERROR, LATE -> "error";
          };
    };
  }
}
