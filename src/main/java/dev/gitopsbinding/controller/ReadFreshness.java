package dev.gitopsbinding.controller;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers from when on reads count as fresh, because a user or a client asked for a sync. */
final class ReadFreshness {
  private final Map<BindingId, Request> requests = new ConcurrentHashMap<>();
  private final Map<BindingId, Asked> asked = new ConcurrentHashMap<>();

  private record Request(@Nullable String value, Instant seen) {}

  /**
   * @param begun whether a sync has begun since
   */
  private record Asked(Instant at, boolean begun) {}

  /** From now on, reads of these bindings that were made before are not used any more. */
  void ask(Collection<BindingId> bindings, Instant now) {
    bindings.forEach(binding -> asked.put(binding, new Asked(now, false)));
  }

  /** Whether this is the first sync since fresh reads were asked for. */
  boolean isFirstSyncSinceAsked(BindingId binding) {
    Asked first = asked.get(binding);
    return first != null
        && !first.begun()
        && asked.replace(binding, first, new Asked(first.at(), true));
  }

  /**
   * The oldest moment at which a shared read may have been made.
   *
   * @param reusable that moment if nobody asked for anything
   * @param requested whether the annotation requests a sync that is not done yet
   */
  Instant notBefore(Binding binding, Instant reusable, boolean requested, Instant now) {
    Instant since = reusable;
    if (requested) {
      since = later(since, requested(binding, now));
    } else {
      requests.remove(binding.id());
    }
    Asked last = asked.get(binding.id());
    if (last == null) {
      return since;
    }
    if (last.begun() && !last.at().isAfter(reusable)) {
      asked.remove(binding.id(), last);
    }
    return later(since, last.at());
  }

  void forget(BindingId binding) {
    requests.remove(binding);
    asked.remove(binding);
  }

  private Instant requested(Binding binding, Instant now) {
    return requests
        .compute(
            binding.id(),
            (_, before) ->
                before != null && Objects.equals(before.value(), binding.requestedAt())
                    ? before
                    : new Request(binding.requestedAt(), now))
        .seen();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
