package dev.gitopsbinding.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.notification.Notification;
import dev.gitopsbinding.api.v1alpha1.spec.notification.Notification.WebhookSecretRef;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.notify.Messages;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.slack.SlackFormat;
import dev.gitopsbinding.status.StateChange;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationSinkTest {
  private static final int FLOOD = 20_000;

  private final WebhookReceiver receiver = WebhookReceiver.start(DeliveryFixture.CERTIFICATES);
  private final List<NotificationListener.Result> results = new CopyOnWriteArrayList<>();
  private final AtomicInteger formats = new AtomicInteger();
  private final NotificationSink sink =
      new NotificationSink(
          new NotificationSink.Parts(
              new WebhookSettings(
                  new HttpClientSettings(
                      true,
                      Duration.ofSeconds(5),
                      Duration.ofSeconds(30),
                      ProxySettings.NONE,
                      null,
                      HttpClientSettings.AS_MANY_AS_PERMITTED),
                  new AllowedHosts(List.of()),
                  8,
                  Duration.ofMinutes(1)),
              new WebhookSecrets() {
                @Override
                public Result<SecretData> read(String namespace, String name) {
                  return Result.ok(secret(namespace, name));
                }

                @Override
                public void forget(String namespace, String name) {}
              },
              Map.of(
                  NotificationType.SLACK,
                  () -> {
                    formats.incrementAndGet();
                    return new SlackFormat();
                  }),
              (_, result) -> results.add(result),
              (_, _) -> {},
              Optional::empty,
              Clock.systemUTC(),
              Clock.systemUTC()));

  @AfterEach
  void close() {
    sink.close();
    receiver.close();
  }

  @Test
  void sendsWhatTheReceiverWantsAndNothingElse() {
    // Given
    GitOpsBindingSpec spec = wanting(List.of("RolledOut", "Suspended"));

    // When
    for (NotificationEvent kind : NotificationEvent.values()) {
      sink.report(Messages.change(kind, kind.text(), "What happened.", spec));
    }
    BindingChange rolledOut =
        Messages.change(NotificationEvent.ROLLED_OUT, "RolledOut", "What happened.", spec);
    sink.report(
        new BindingChange(
            rolledOut.written(),
            spec,
            rolledOut.before(),
            rolledOut.status(),
            new StateChange(
                NotificationEvent.ROLLED_OUT,
                StateChange.Scope.EVENTS,
                rolledOut.change().event())));

    // Then
    Awaitility.await().until(() -> results.size() == 2);
    assertThat(receiver.messages())
        .satisfiesExactly(
            one -> assertThat(one.body()).contains("rolled out"),
            one -> assertThat(one.body()).contains("suspended"));
  }

  @Test
  void pushesFailuresHoldsAndRecoveriesAreSentByDefault() {
    for (NotificationEvent kind : NotificationEvent.values()) {
      sink.report(
          Messages.change(kind, kind.text(), "What happened.", Messages.spec("Slack chat")));
    }

    Awaitility.await().until(() -> results.size() == 6);
    assertThat(receiver.messages())
        .satisfiesExactly(
            one -> assertThat(one.body()).contains("pushed"),
            one -> assertThat(one.body()).contains("proposed"),
            one -> assertThat(one.body()).contains("failed"),
            one -> assertThat(one.body()).contains("is on hold"),
            one -> assertThat(one.body()).contains("recovered"),
            one -> assertThat(one.body()).contains("rolled back"));
  }

  @Test
  void nothingHappensForABindingWithoutReceiversOrAnUnreadableOne() {
    sink.report(Messages.change(NotificationEvent.PUSHED, "Pushed", "Pushed.", Messages.spec()));
    sink.report(Messages.change(NotificationEvent.PUSHED, "Pushed", "Pushed.", null));
    sink.report(
        Messages.change(
            NotificationEvent.PUSHED, "Pushed", "Pushed.", Messages.spec("Pager chat")));

    assertThat(formats).hasValue(0);
    assertThat(results).isEmpty();
  }

  @Fault(value = "20 000 changes for receivers that do not answer", holds = "I6")
  @Test
  void aFloodForDeadReceiversDelaysNoSync() {
    // Given
    receiver.hangs();
    sink.report(change("warm-up", 0));

    // When
    long longest = 0;
    long start = System.nanoTime();
    for (int i = 0; i < FLOOD; i++) {
      long before = System.nanoTime();
      sink.report(change("shop" + i % 50, i));
      longest = Math.max(longest, System.nanoTime() - before);
    }
    Duration all = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "%d changes were reported in %d ms, the slowest in %d ms%n",
        FLOOD, all.toMillis(), Duration.ofNanos(longest).toMillis());

    // Then
    assertThat(all).isLessThan(Duration.ofSeconds(30));
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
    assertThat(results).hasSizeGreaterThanOrEqualTo(FLOOD - MessageQueues.MAX);
    assertThat(receiver.messages()).hasSizeLessThanOrEqualTo(16);
    long end = System.nanoTime();
    sink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(3));
    assertThat(results).hasSize(FLOOD + 1).containsOnly(NotificationListener.Result.DROPPED);
  }

  private BindingChange change(String namespace, int version) {
    return Messages.change(
        namespace,
        version,
        NotificationEvent.FAILED,
        "TimedOut",
        "What happened.",
        Messages.spec("Slack chat"));
  }

  private static GitOpsBindingSpec wanting(List<String> events) {
    GitOpsBindingSpec spec = Messages.spec();
    return new GitOpsBindingSpec(
        spec.suspend(),
        spec.interval(),
        spec.timeout(),
        spec.target(),
        spec.image(),
        spec.source(),
        spec.manifest(),
        spec.commit(),
        List.of(new Notification("Slack", new WebhookSecretRef("chat"), events)),
        spec.rollback(),
        spec.mode(),
        spec.push());
  }

  private SecretData secret(String namespace, String name) {
    return new SecretData(
        namespace,
        name,
        "gitopsbinding.dev/webhook",
        Map.of(),
        Map.of(
            "url",
            receiver.url("/hook").getBytes(UTF_8),
            "ca.crt",
            DeliveryFixture.CERTIFICATES.authorityPem().getBytes(UTF_8)));
  }
}
