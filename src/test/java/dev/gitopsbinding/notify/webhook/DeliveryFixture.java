package dev.gitopsbinding.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.notify.MessageProjector;
import dev.gitopsbinding.notify.Messages;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.cloudevents.CloudEventsFormat;
import dev.gitopsbinding.notify.slack.SlackFormat;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A delivery with a receiver on loopback, Secrets in memory, and delays that take no time. No event
 * may show a secret part of a URL or a key.
 */
final class DeliveryFixture implements AutoCloseable {
  static final String KEY = "0123456789abcdef0123456789abcdef";
  static final String PATH = "/services/T000/B000/s3cretpart";
  static final TestCertificates CERTIFICATES = TestCertificates.create();

  final WebhookReceiver receiver = WebhookReceiver.start(CERTIFICATES);
  final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  final List<NotificationListener.Result> results = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<Duration> delays = new ArrayList<>();
  final Map<String, SecretData> secrets = new HashMap<>();
  final List<String> forgotten = new ArrayList<>();

  final RateLimits limits = new RateLimits(clock);
  private WebhookClient client = client(new AllowedHosts(List.of()), true, Duration.ofMinutes(1));
  final MessageDelivery delivery =
      new MessageDelivery(
          new WebhookSecrets() {
            @Override
            public Result<SecretData> read(String namespace, String name) {
              return Result.ok(secrets.get(name));
            }

            @Override
            public void forget(String namespace, String name) {
              forgotten.add(name);
              SecretData replacement = secrets.get("next " + name);
              if (replacement != null) {
                secrets.put(name, replacement);
              }
            }
          },
          Map.of(
              NotificationType.SLACK, SlackFormat::new,
              NotificationType.CLOUD_EVENTS, CloudEventsFormat::new),
          (_, result) -> results.add(result),
          new FailureNotices(
              "NotificationFailed",
              (_, event) -> events.add(event.reason() + ": " + event.note()),
              clock),
          limits,
          clock,
          time -> {
            delays.add(time);
            clock.pass(time);
          });

  DeliveryFixture() {
    secret(Map.of());
  }

  private WebhookClient client(AllowedHosts hosts, boolean allowLoopback, Duration limit) {
    return new WebhookClient(
        new WebhookSettings(
            new HttpClientSettings(
                allowLoopback,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                ProxySettings.NONE,
                null,
                HttpClientSettings.AS_MANY_AS_PERMITTED),
            hosts,
            2,
            limit),
        limits,
        clock);
  }

  void allow(AllowedHosts hosts, boolean allowLoopback) {
    client.close();
    client = client(hosts, allowLoopback, Duration.ofMinutes(1));
  }

  /** From now on an attempt may take a second. */
  void hurry() {
    client.close();
    client = client(new AllowedHosts(List.of()), true, Duration.ofSeconds(1));
  }

  /** Sets the Secret {@code chat}, with more keys than the receiver's URL and authority. */
  void secret(Map<String, String> more) {
    secret("chat", receiver.url(PATH), more);
  }

  void secret(String name, String url, Map<String, String> more) {
    Map<String, byte[]> data = new HashMap<>();
    data.put("url", url.getBytes(UTF_8));
    data.put("ca.crt", CERTIFICATES.authorityPem().getBytes(UTF_8));
    more.forEach((key, value) -> data.put(key, value.getBytes(UTF_8)));
    secrets.put(name, new SecretData("shop", "chat", "gitopsbinding.dev/webhook", Map.of(), data));
  }

  /** Delivers one message; returns what became of it. */
  NotificationListener.Result deliver(NotificationType type) throws InterruptedException {
    var spec = Messages.spec(type.text() + " chat");
    var change = Messages.change(NotificationEvent.PUSHED, "Pushed", "Pushed a commit.", spec);
    delivery.deliver(
        new QueuedMessage(
            type,
            "chat",
            MessageProjector.project(change, spec, Messages.TIME, null),
            change.written()),
        client);
    return results.getLast();
  }

  @Override
  public void close() {
    client.close();
    receiver.close();
    assertThat(events).noneMatch(event -> event.contains("s3cret") || event.contains(KEY));
  }
}
