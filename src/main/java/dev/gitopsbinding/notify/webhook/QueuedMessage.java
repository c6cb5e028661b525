package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.notify.BindingMessage;
import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * A message that waits for its delivery.
 *
 * @param secret the name of the Secret with the receiver's URL, in the namespace of the binding
 * @param written refers to the binding, for an event if the delivery fails
 */
record QueuedMessage(
    NotificationType type, String secret, BindingMessage message, ObjectReference written) {
  /** The namespace of binding and Secret, which is the tenant. */
  String namespace() {
    return message.binding().namespace();
  }
}
