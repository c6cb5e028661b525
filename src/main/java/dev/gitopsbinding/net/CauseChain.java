package dev.gitopsbinding.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An exception and its causes.
 *
 * @param all at least one, the outermost first; at most 20, so that a circle of causes ends
 */
public record CauseChain(List<Throwable> all) {
  private static final int MAX_CAUSES = 20;

  /** The chain that begins with an exception. */
  public static CauseChain of(Throwable error) {
    return new CauseChain(
        Stream.iterate(error, cause -> cause != null, Throwable::getCause)
            .limit(MAX_CAUSES)
            .toList());
  }

  /** The outermost exception of a type. */
  public <T> Optional<T> first(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Whether any exception in the chain is of a type. */
  public boolean has(Class<?> type) {
    return all.stream().anyMatch(type::isInstance);
  }

  /** The innermost exception. */
  public Throwable root() {
    return all.getLast();
  }
}
