package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Remote;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The namespaces that wait in one queue. They share its work, so that any of them may be charged
 * for it: one that has used up its own share does not keep the others waiting.
 */
final class WaitingTenants {
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /** A tenant waits for this to end; always true. */
  boolean add(String tenant, CompletableFuture<?> end) {
    waiting.merge(tenant, 1, Integer::sum);
    var _ = end.whenComplete((_, _) -> waiting.computeIfPresent(tenant, (_, times) -> less(times)));
    return true;
  }

  /** The remote, on the account of all who wait at each moment. */
  Remote charged(Remote remote) {
    return remote.chargedTo(
        () ->
            Stream.concat(Stream.of(remote.tenant()), waiting.keySet().stream())
                .distinct()
                .toList());
  }

  // The type that Map.computeIfPresent asks for knows nothing but null to remove an entry.
  private static Integer less(int times) {
    return times == 1 ? null : times - 1;
  }
}
