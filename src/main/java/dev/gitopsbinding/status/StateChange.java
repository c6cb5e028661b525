package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.status.EventProjector.BindingEvent;

/**
 * A change between two stored statuses of a binding.
 *
 * @param kind what changed
 * @param scope to whom it is reported
 * @param event the text of the change
 */
public record StateChange(NotificationEvent kind, Scope scope, BindingEvent event) {
  /** To whom a change is reported. */
  public enum Scope {
    /** Kubernetes events and receivers of notifications. */
    ALL,
    /**
     * Kubernetes events only: another reason for a state that was reported before, as when a host
     * that is down answers each retry with another error.
     */
    EVENTS,
    /**
     * Receivers only. The workload's own controller writes events about its rollout, and the events
     * of a binding say nothing of an end of a wait.
     */
    NOTIFICATIONS,
    /**
     * Only the forge of the source: another tag in a pull request that was reported to others
     * before.
     */
    FORGE
  }

  /** Whether a Kubernetes event reports the change. */
  public boolean isEvent() {
    return scope == Scope.ALL || scope == Scope.EVENTS;
  }

  /** Whether it is reported to receivers of notifications. */
  public boolean isNotified() {
    return scope == Scope.ALL || scope == Scope.NOTIFICATIONS;
  }
}
