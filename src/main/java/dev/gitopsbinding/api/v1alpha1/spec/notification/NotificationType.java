package dev.gitopsbinding.api.v1alpha1.spec.notification;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Values of {@code spec.notifications[].type}, for the schema; the Java field accepts any string.
 */
public enum NotificationType {
  /** The form of Slack's incoming webhooks, which other chats take too. */
  @JsonProperty("Slack")
  SLACK("Slack"),
  /** CloudEvents 1.0 over HTTP, structured content mode. */
  @JsonProperty("CloudEvents")
  CLOUD_EVENTS("CloudEvents");

  private final String text;

  NotificationType(String text) {
    this.text = text;
  }

  /** The value as users write it. */
  public String text() {
    return text;
  }
}
