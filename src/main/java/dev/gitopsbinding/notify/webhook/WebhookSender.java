package dev.gitopsbinding.notify.webhook;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Delivers messages by connections that are closed as soon as no message is left. */
final class WebhookSender implements MessageQueues.Sender {
  private final MessageDelivery delivery;
  private final Supplier<WebhookClient> clients;
  private @Nullable WebhookClient client;

  WebhookSender(MessageDelivery delivery, Supplier<WebhookClient> clients) {
    this.delivery = delivery;
    this.clients = clients;
  }

  @Override
  public void deliver(QueuedMessage message) throws InterruptedException {
    delivery.deliver(message, client());
  }

  private synchronized WebhookClient client() {
    if (client == null) {
      client = clients.get();
    }
    return client;
  }

  @Override
  public synchronized void idle() {
    delivery.tidy();
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
