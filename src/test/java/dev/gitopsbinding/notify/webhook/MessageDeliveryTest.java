package dev.gitopsbinding.notify.webhook;

import static dev.gitopsbinding.notify.webhook.DeliveryFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.notify.NotificationListener.Result;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.testing.net.WebhookReceiver.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The receiver is a stand-in: a fault has to be injected, and no chat runs on this machine. */
class MessageDeliveryTest {
  @AutoClose private final DeliveryFixture fixture = new DeliveryFixture();

  @Test
  void aChatGetsTheMessageWithoutTokenAndSignature() throws InterruptedException {
    // Given
    fixture.secret(Map.of("bearerToken", "t0ken", "hmacKey", KEY));

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.DELIVERED);
    Message message = message();
    assertThat(message.path()).isEqualTo(DeliveryFixture.PATH);
    assertThat(message.headers())
        .containsEntry("content-type", "application/json; charset=utf-8")
        .doesNotContainKeys("authorization", "x-hub-signature-256");
    assertThat(message.body()).contains("*shop/web* pushed");
    assertThat(fixture.events).isEmpty();
  }

  @Test
  void anEventIsSignedAndCarriesTheToken() throws InterruptedException {
    // Given
    fixture.secret(Map.of("bearerToken", "t0ken", "hmacKey", KEY));

    // When
    fixture.deliver(NotificationType.CLOUD_EVENTS);

    // Then
    assertThat(message().headers())
        .containsEntry("content-type", "application/cloudevents+json; charset=utf-8")
        .containsEntry("authorization", "Bearer t0ken")
        .containsEntry("x-hub-signature-256", BodySignature.of(message().body(), KEY));
  }

  @Test
  void withoutKeyAndTokenAnEventIsSentWithoutThem() throws InterruptedException {
    fixture.deliver(NotificationType.CLOUD_EVENTS);

    assertThat(message().headers()).doesNotContainKeys("authorization", "x-hub-signature-256");
  }

  @Test
  void aSecretThatWasReplacedIsReadAgainAfterARefusal() throws InterruptedException {
    // Given
    fixture.receiver.answers(
        exchange ->
            WebhookReceiver.send(
                exchange, exchange.getRequestURI().getPath().endsWith("/new") ? 200 : 404, "ok"));
    fixture.secret("next chat", fixture.receiver.url("/new"), Map.of());

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.DELIVERED);
    assertThat(fixture.receiver.messages()).extracting(Message::path).endsWith("/new").hasSize(2);
    assertThat(fixture.delays).isEmpty();
  }

  @Test
  void aSecretThatCannotBeUsedIsReadAgain() throws InterruptedException {
    // Given
    fixture.secret("chat", "http://chat.example.com/plain", Map.of());
    fixture.secret("next chat", fixture.receiver.url("/new"), Map.of());

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.DELIVERED);
    assertThat(fixture.forgotten).containsExactly("chat");
  }

  @Test
  void aHostThatIsNotAllowedGetsNothing() throws InterruptedException {
    fixture.allow(new AllowedHosts(List.of("hooks.slack.com")), true);

    assertThat(fixture.deliver(NotificationType.SLACK)).isEqualTo(Result.REJECTED);
    assertThat(fixture.receiver.messages()).isEmpty();
    assertThat(fixture.events).singleElement().asString().contains("GITOPSBINDING_ALLOWED_HOSTS");
  }

  @Test
  void anAddressThatIsNotAllowedGetsNothing() throws InterruptedException {
    fixture.allow(new AllowedHosts(List.of()), false);

    assertThat(fixture.deliver(NotificationType.SLACK)).isEqualTo(Result.REJECTED);
    assertThat(fixture.receiver.messages()).isEmpty();
    assertThat(fixture.events).singleElement().asString().contains("loopback");
  }

  @Test
  void oneEventForABindingAndHour() throws InterruptedException {
    // Given
    fixture.receiver.answers(404, "no");

    // When
    fixture.deliver(NotificationType.SLACK);
    fixture.deliver(NotificationType.SLACK);
    fixture.clock.pass(Duration.ofMinutes(59));
    fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(fixture.events).hasSize(1);
    fixture.clock.pass(Duration.ofMinutes(1));
    fixture.deliver(NotificationType.SLACK);
    assertThat(fixture.events).hasSize(2);
  }

  private Message message() {
    assertThat(fixture.receiver.messages()).hasSize(1);
    return fixture.receiver.messages().getFirst();
  }
}
