package dev.gitopsbinding.app;

import dev.gitopsbinding.controller.SyncPasses;
import dev.gitopsbinding.controller.WakeGathering;
import dev.gitopsbinding.controller.index.ObserverIndex;
import dev.gitopsbinding.http.hook.SyncStarter;
import dev.gitopsbinding.http.hook.provider.HookEvent;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Wakes the bindings that observe what a webhook names. */
record HookedSyncs(ObserverIndex observers, WakeGathering wakes, SyncPasses passes)
    implements SyncStarter {
  @Override
  public boolean isLeading() {
    return passes.isLeading();
  }

  @Override
  public boolean start(HookEvent event) {
    Set<BindingId> bindings = observing(event).collect(Collectors.toUnmodifiableSet());
    wakes.wake(bindings);
    return !bindings.isEmpty();
  }

  private Stream<BindingId> observing(HookEvent event) {
    return switch (event) {
      case HookEvent.Ping(), HookEvent.Irrelevant() -> Stream.of();
      case HookEvent.BranchesMoved(var urls, var branches) ->
          urls.stream()
              .flatMap(
                  url -> branches.stream().map(name -> new BranchIdentity(url.identity(), name)))
              .distinct()
              .flatMap(branch -> observers.ofBranch(branch).stream());
      case HookEvent.PullRequestChanged(var urls) ->
          urls.stream().flatMap(url -> observers.ofManifestRepository(url.identity()).stream());
      case HookEvent.ImagesPushed(var images) ->
          images.stream().flatMap(image -> observers.ofImage(image).stream());
    };
  }
}
