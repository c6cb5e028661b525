package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.PromotionConsent;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.StagePolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the bindings that follow a binding when something changes that they read of it, and a
 * binding that gets a follower, so that it begins to note its rollouts. Keeps nothing of bindings
 * that neither follow nor are followed.
 */
public final class PromotionChanges {
  private final Map<BindingId, Seen> seen = new ConcurrentHashMap<>();
  private final Map<BindingId, BindingId> follows = new ConcurrentHashMap<>();
  private final BindingIndex index;
  private final ReconcileTimer timer;

  /** Knows of no binding yet. */
  public PromotionChanges(BindingIndex index, ReconcileTimer timer) {
    this.index = index;
    this.timer = timer;
  }

  /**
   * What followers read of a binding.
   *
   * @param source null if the spec is not valid
   */
  private record Seen(
      @Nullable Source source,
      String consent,
      @Nullable Reason stopped,
      List<RolledOutCommit> rollouts) {}

  /** Notes which binding a binding follows from now on. */
  public void follow(Binding binding) {
    BindingId upstream = binding.upstream().map(Source.Upstream::binding).orElse(null);
    BindingId before =
        upstream == null ? follows.remove(binding.id()) : follows.put(binding.id(), upstream);
    if (upstream != null && !upstream.equals(before) && index.find(upstream).isPresent()) {
      timer.wake(upstream);
    }
  }

  /** Notes that a binding, whose spec is not valid, follows none until it is. */
  public void unfollow(BindingId binding) {
    follows.remove(binding);
  }

  /** Whether another binding follows this one and may do so. */
  public boolean isFollowed(GitOpsBinding resource) {
    return index.followers(BindingIndex.id(resource)).stream()
        .anyMatch(follower -> PromotionConsent.allows(resource, follower.namespace()));
  }

  /** Whether this process has noted the state of a binding that is followed. */
  public boolean knows(BindingId binding) {
    return seen.containsKey(binding);
  }

  /** Notes the state of a binding after a sync. */
  public void note(GitOpsBinding resource, GitOpsBindingStatus status) {
    BindingId id = BindingIndex.id(resource);
    List<BindingId> followers = index.followers(id);
    if (followers.isEmpty()) {
      seen.remove(id);
      return;
    }
    Binding binding = index.parse(resource).orElse(null);
    List<RolledOutCommit> rollouts = status.rollouts();
    Seen now =
        new Seen(
            binding == null ? null : binding.source(),
            PromotionConsent.value(resource),
            binding == null ? Reason.INVALID_SPEC : StagePolicy.stops(binding, status).orElse(null),
            rollouts == null ? List.of() : rollouts);
    if (!Objects.equals(seen.put(id, now), now)) {
      followers.forEach(timer::wake);
    }
  }

  /** Forgets a binding that is gone, and wakes its followers. */
  public void forget(BindingId binding) {
    seen.remove(binding);
    follows.remove(binding);
    index.followers(binding).forEach(timer::wake);
  }
}
