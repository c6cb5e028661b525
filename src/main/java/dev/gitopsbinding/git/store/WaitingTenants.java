package dev.gitopsbinding.git.store;

import dev.gitopsbinding.git.Remote;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces with waiting work in one queue, or at one local copy. The work is shared, so any
 * of them may be charged for it: a namespace that has used up its share does not delay the others.
 */
public final class WaitingTenants {
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /** Adds a tenant until {@code end} is completed; always returns true. */
  public boolean add(String tenant, CompletableFuture<?> end) {
    waiting.merge(tenant, 1, Integer::sum);
    var _ = end.whenComplete((_, _) -> waiting.computeIfPresent(tenant, (_, times) -> less(times)));
    return true;
  }

  /** The remote, charged to all tenants that wait at the moment of the charge. */
  public Remote charged(Remote remote) {
    return remote.chargedTo(
        () ->
            Stream.concat(Stream.of(remote.tenant()), waiting.keySet().stream())
                .distinct()
                .toList());
  }

  /** For Map.computeIfPresent, which removes the entry if the result is null. */
  private static @Nullable Integer less(int times) {
    return times == 1 ? null : times - 1;
  }
}
