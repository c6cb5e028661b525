package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tenants for whom something is done together, any of whom may be charged for what it takes: a
 * tenant that has used up its own share must not keep the others waiting.
 */
@FunctionalInterface
public interface Payers {
  /** Those who wait for it now, one at least; more may come while it waits. */
  List<String> tenants();

  /** One tenant alone. */
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

  /** Takes something on a tenant's account. */
  @FunctionalInterface
  interface Attempt<T> {
    /** Empty if it was not to be had within the timeout. */
    Optional<T> take(String tenant, Duration timeout) throws InterruptedException;
  }

  /**
   * Takes something on the account of the first who has room.
   *
   * @return empty if nobody had within the time
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
        // Waits in the row of one of them, and then looks who came meanwhile.
        Duration left = end.remaining();
        taken = attempt.take(now.get(round % now.size()), left.compareTo(slice) < 0 ? left : slice);
      }
    }
    return taken;
  }
}
