package dev.gitopsbinding.app;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.controller.index.BindingIndex;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.http.status.BindingView;
import dev.gitopsbinding.model.BindingId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** All bindings, from the informer's cache and from what this process has written since. */
record WatchedBindings(BindingIndex index, StatusWriter statuses, ReconcileTimer timer, Clock clock)
    implements BindingView {
  @Override
  public Stream<GitOpsBinding> bindings() {
    return index.resources().map(statuses::newest);
  }

  @Override
  public Optional<Instant> nextLook(BindingId binding) {
    return timer.untilNext(binding).map(clock.instant()::plus);
  }
}
