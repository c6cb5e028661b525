package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;

/** Receives the result of each message, such as delivered or failed. Called from many threads. */
@FunctionalInterface
public interface NotificationListener {
  /** The result of a message. */
  enum Result {
    /** The receiver took it. */
    DELIVERED,
    /** The receiver or the operator refused it, so that it was not tried again. */
    REJECTED,
    /** No attempt succeeded. */
    FAILED,
    /** Too many messages were waiting, or the operator ended. */
    DROPPED
  }

  /** A message is done. */
  void ended(NotificationType type, Result result);
}
