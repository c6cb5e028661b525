package dev.gitopsbinding.api.v1alpha1.spec.notification;

/** Values of {@code spec.notifications[].events}: the changes of state that are sent. */
public enum NotificationEvent {
  /** The manifest branch holds a tag by a commit of the operator. */
  PUSHED("Pushed"),
  /** A pull request of the operator proposes the tag. */
  PULL_REQUEST_OPENED("PullRequestOpened"),
  /** Ready is False, and the operator retries, or only a change of the spec can help. */
  FAILED("Failed"),
  /** Ready is False until a person decides. */
  HELD("Held"),
  /** Ready is True again after it was False. */
  RECOVERED("Recovered"),
  /** The target runs the written tag in all its pods, for the first time. */
  ROLLED_OUT("RolledOut"),
  /** The rollout of the written tag exceeded its progress deadline. */
  ROLLOUT_FAILED("RolloutFailed"),
  /** The tag before was written again, because the rollout of the newest one failed. */
  ROLLED_BACK("RolledBack"),
  /** An image has been missing in its registry for 15 minutes. */
  OVERDUE("Overdue"),
  /** {@code spec.suspend} was set to true. */
  SUSPENDED("Suspended"),
  /** {@code spec.suspend} was set back to false. */
  RESUMED("Resumed");

  private final String text;

  NotificationEvent(String text) {
    this.text = text;
  }

  /** The value as users write it. */
  public String text() {
    return text;
  }
}
