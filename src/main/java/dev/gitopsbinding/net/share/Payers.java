package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tenants who wait for the same piece of work. Any of them may be charged for what the work
 * needs, so that a tenant who has used up its share does not keep the others waiting.
 */
@FunctionalInterface
public interface Payers {
  /** The tenants who wait now, at least one; more may join while the work waits. */
  List<String> tenants();

  /** A single tenant. */
  record One(String tenant) implements Payers {
    @Override
    public List<String> tenants() {
      return List.of(tenant);
    }

    @Override
    public <T> Optional<T> take(TimeLimit end, Attempt<T> attempt) throws InterruptedException {
      return attempt.take(tenant, end.remaining());
    }
  }

  /** One try to acquire something at a tenant's expense. */
  @FunctionalInterface
  interface Attempt<T> {
    /**
     * Acquires something.
     *
     * @return empty if it was not available within the timeout
     */
    Optional<T> take(String tenant, Duration timeout) throws InterruptedException;
  }

  /**
   * Acquires something at the expense of the first tenant whose share allows it.
   *
   * @return empty if no tenant's share allowed it before {@code end}
   */
  default <T> Optional<T> take(TimeLimit end, Attempt<T> attempt) throws InterruptedException {
    Duration slice = Duration.ofSeconds(1);
    Optional<T> taken = Optional.empty();
    for (int round = 0; taken.isEmpty() && (round == 0 || !end.expired()); round++) {
      List<String> now = new ArrayList<>(tenants());
      for (int i = 0; taken.isEmpty() && i < now.size(); i++) {
        taken = attempt.take(now.get(i), Duration.ZERO);
      }
      if (taken.isEmpty()) {
        // Wait in the queue of one tenant, then see whether other tenants joined.
        Duration left = end.remaining();
        taken = attempt.take(now.get(round % now.size()), left.compareTo(slice) < 0 ? left : slice);
      }
    }
    return taken;
  }
}
