package dev.gitopsbinding.api.v1alpha1.rule;

/** Notifications. */
public final class NotificationRules {
  private NotificationRules() {}

  public static final String NOTIFICATION_EVENTS =
      "self.all(e, e in ['Pushed', 'PullRequestOpened', 'Failed', 'Held', 'Recovered', 'RolledOut', 'RolloutFailed',"
          + " 'RolledBack', 'Overdue', 'Suspended', 'Resumed'])";
  public static final String NOTIFICATION_EVENTS_MESSAGE =
      "must hold only Pushed, PullRequestOpened, Failed, Held, Recovered, RolledOut, RolloutFailed, RolledBack, Overdue, Suspended"
          + " and Resumed";
}
