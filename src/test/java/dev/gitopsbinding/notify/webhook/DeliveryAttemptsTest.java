package dev.gitopsbinding.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.notify.NotificationListener.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.testing.net.WebhookReceiver.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a message is tried, and after which delays; the receiver is a stand-in. */
class DeliveryAttemptsTest {
  @AutoClose private final DeliveryFixture fixture = new DeliveryFixture();

  @Fault(value = "a receiver of messages answers with a passing error", holds = "I9")
  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void triesThreeTimesWithPauses(int status) throws InterruptedException {
    // Given
    fixture.receiver.answers(status, "no");

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(fixture.receiver.messages()).hasSize(3);
    assertThat(fixture.receiver.messages().stream().map(Message::body).distinct()).hasSize(1);
    assertThat(fixture.delays).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10));
    assertThat(fixture.events)
        .singleElement()
        .asString()
        .startsWith("NotificationFailed: spec.notifications: the message Pushed")
        .contains("Secret chat", "answered with HTTP status " + status);
  }

  @Test
  void aReceiverThatComesBackGetsTheMessage() throws InterruptedException {
    // Given
    fixture.receiver.answers(
        exchange ->
            WebhookReceiver.send(
                exchange, fixture.receiver.messages().size() < 3 ? 503 : 200, "ok"));

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.DELIVERED);
    assertThat(fixture.events).isEmpty();
  }

  @Fault(value = "a receiver of messages refuses them", holds = "I9")
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 413})
  void whatIsRefusedIsNotTriedAgain(int status) throws InterruptedException {
    // Given
    fixture.receiver.answers(status, "s3cret of the host");

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.REJECTED);
    assertThat(fixture.receiver.messages()).hasSize(1);
    assertThat(fixture.events).singleElement().asString().contains("HTTP status " + status);
    // Another URL or token may help after these answers, and after no other.
    assertThat(fixture.forgotten)
        .hasSize(List.of(401, 403, 404, 410).contains(status) ? 1 : 0)
        .allMatch("chat"::equals);
  }

  @Fault(value = "a receiver of messages asks to be left alone", holds = "I9")
  @Test
  void retryAfterIsObeyed() throws InterruptedException {
    // Given
    limited("30");

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(fixture.receiver.messages()).hasSize(3);
    assertThat(fixture.delays)
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(28),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20));
  }

  @Test
  void aReceiverThatAsksForMoreThanAMinuteGetsNothingUntilThen() throws InterruptedException {
    // Given
    limited("600");

    // When
    fixture.deliver(NotificationType.SLACK);
    Result next = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(next).isEqualTo(Result.REJECTED);
    assertThat(fixture.receiver.messages()).hasSize(1);
    assertThat(fixture.forgotten).isEmpty();
    fixture.receiver.answers(200, "ok");
    fixture.clock.pass(Duration.ofMinutes(10));
    assertThat(fixture.deliver(NotificationType.SLACK)).isEqualTo(Result.DELIVERED);
  }

  private void limited(String retryAfter) {
    fixture.receiver.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
          WebhookReceiver.send(exchange, 429, "slow down");
        });
  }

  @Fault(value = "a receiver of messages takes one and closes the connection", holds = "I9")
  @Test
  void aMessageWithoutAnAnswerIsSentOnceForEachAttempt() throws InterruptedException {
    // Given
    fixture.receiver.answers(_ -> {});

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(fixture.receiver.messages()).hasSize(3);
  }

  @Fault(value = "no receiver of messages listens", holds = "I9")
  @Test
  void aRefusedConnectionIsTriedAgain() throws InterruptedException {
    // Given
    WebhookReceiver gone = WebhookReceiver.start(DeliveryFixture.CERTIFICATES);
    gone.close();
    fixture.secret("chat", gone.url("/s3cretpart"), Map.of());

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(fixture.delays).hasSize(2);
    assertThat(fixture.events)
        .singleElement()
        .asString()
        .contains(gone.host() + " cannot be reached");
  }
}
