package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.status.EventProjector.BindingEvent;

/**
 * A change between two stored statuses of a binding.
 *
 * @param kind what changed
 * @param scope who is told
 * @param event the text of the change
 */
public record StateChange(NotificationEvent kind, Scope scope, BindingEvent event) {
  /** Who is told of a change. */
  public enum Scope {
    /** Kubernetes events and receivers of notifications. */
    ALL,
    /**
     * Kubernetes events only: another reason for a state that was told before, as when a host that
     * is away answers each retry with another error.
     */
    EVENTS,
    /**
     * Receivers only. The workload's own controller writes events about its rollout, and the events
     * of a binding say nothing of an end of a wait.
     */
    NOTIFICATIONS,
    /**
     * Only the forge of the source: another tag in a pull request that others have been told of.
     */
    FORGE
  }

  /** Whether a Kubernetes event reports the change. */
  public boolean isEvent() {
    return scope == Scope.ALL || scope == Scope.EVENTS;
  }

  /** Whether receivers of notifications are told. */
  public boolean isNotified() {
    return scope == Scope.ALL || scope == Scope.NOTIFICATIONS;
  }
}
