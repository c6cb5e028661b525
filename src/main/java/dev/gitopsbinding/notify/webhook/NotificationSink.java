package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.binding.Receiver;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.notify.BindingMessage;
import dev.gitopsbinding.notify.EventSink;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.notify.MessageFormat;
import dev.gitopsbinding.notify.MessageProjector;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to the receivers of {@code spec.notifications}. A sync only queues them. Nothing
 * is set up before the first message.
 */
public final class NotificationSink implements EventSink, AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final Parts parts;
  private @Nullable MessageQueues queues;
  private boolean closed;

  /**
   * What the sink needs.
   *
   * @param formats makes the format of each type, at its first message
   * @param failures writes an event about a message that was not delivered
   * @param traceparent the trace of the sync that the calling thread runs, in the form of W3C Trace
   *     Context
   * @param clock for the times in messages
   * @param steady a monotonic clock
   */
  public record Parts(
      WebhookSettings settings,
      WebhookSecrets secrets,
      Map<NotificationType, Supplier<MessageFormat>> formats,
      NotificationListener listener,
      BiConsumer<ObjectReference, BindingEvent> failures,
      Supplier<Optional<String>> traceparent,
      Clock clock,
      Clock steady) {}

  public NotificationSink(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void report(BindingChange change) {
    GitOpsBindingSpec spec = change.spec();
    if (spec == null || spec.notifications() == null || !change.change().isNotified()) {
      return;
    }
    var receivers =
        Receiver.of(spec).stream()
            .filter(receiver -> receiver.events().contains(change.change().kind()))
            .toList();
    if (receivers.isEmpty()) {
      return;
    }
    BindingMessage message =
        MessageProjector.project(
            change, spec, parts.clock().instant(), parts.traceparent().get().orElse(null));
    for (Receiver receiver : receivers) {
      queues()
          .ifPresent(
              open ->
                  open.add(
                      new QueuedMessage(
                          receiver.type(), receiver.secret(), message, change.written())));
    }
  }

  private synchronized Optional<MessageQueues> queues() {
    if (queues == null && !closed) {
      queues = start();
    }
    return Optional.ofNullable(queues);
  }

  private MessageQueues start() {
    var limits = new RateLimits(parts.steady());
    var delivery =
        new MessageDelivery(
            parts.secrets(),
            parts.formats(),
            parts.listener(),
            new FailureNotices("NotificationFailed", parts.failures(), parts.steady()),
            limits,
            parts.steady(),
            Thread::sleep);
    return new MessageQueues(
        new WebhookSender(
            delivery, () -> new WebhookClient(parts.settings(), limits, parts.steady())),
        parts.listener());
  }

  /** Waits up to 1 s for messages that are under way, and drops the rest. */
  @Override
  public void close() {
    MessageQueues open;
    synchronized (this) {
      closed = true;
      open = queues;
    }
    if (open != null) {
      try {
        open.close(CLOSE_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
