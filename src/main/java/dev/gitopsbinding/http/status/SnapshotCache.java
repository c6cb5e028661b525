package dev.gitopsbinding.http.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes at most one snapshot each second while answers hold it, however many clients ask. What no
 * answer holds is left to the garbage collection: one look must not keep a second set of all
 * statuses in memory.
 */
final class SnapshotCache {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final BindingView view;
  private final Clock steady;
  private @Nullable Made last;

  private record Made(WeakReference<Snapshot> snapshot, Instant at) {}

  /**
   * @param steady a monotonic clock
   */
  SnapshotCache(BindingView view, Clock steady) {
    this.view = view;
    this.steady = steady;
  }

  synchronized Snapshot current() {
    Instant now = steady.instant();
    Made made = last;
    Snapshot snapshot =
        made == null || Duration.between(made.at(), now).compareTo(FRESH) > 0
            ? null
            : made.snapshot().get();
    if (snapshot == null) {
      snapshot = new Snapshot(view.bindings().map(this::row).sorted(BindingRow.BY_NAME).toList());
      last = new Made(new WeakReference<>(snapshot), now);
    }
    return snapshot;
  }

  private BindingRow row(GitOpsBinding resource) {
    return BindingRow.of(resource, view.nextLook(BindingRow.idOf(resource)).orElse(null), false);
  }
}
