package dev.gitopsbinding.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.notify.NotificationListener.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.net.SilentServer;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that hang, drip, flood, redirect or are none; they are stand-ins. */
class HostileReceiverTest {
  @AutoClose private final DeliveryFixture fixture = new DeliveryFixture();

  @Fault(value = "a receiver of messages redirects to another", holds = "I9")
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) throws InterruptedException {
    try (WebhookReceiver other = WebhookReceiver.start(DeliveryFixture.CERTIFICATES)) {
      // Given
      fixture.receiver.answers(
          exchange -> {
            exchange.getResponseHeaders().set("Location", other.url("/elsewhere"));
            WebhookReceiver.send(exchange, status, "");
          });

      // When
      Result result = fixture.deliver(NotificationType.SLACK);

      // Then
      assertThat(result).isEqualTo(Result.REJECTED);
      assertThat(other.messages()).isEmpty();
      assertThat(fixture.forgotten).isEmpty();
      assertThat(fixture.events).singleElement().asString().contains("a redirect");
    }
  }

  @Fault(value = "a receiver of messages does not answer", holds = "I9")
  @Test
  void anAttemptHasALimit() throws InterruptedException {
    // Given
    fixture.receiver.hangs();
    fixture.hurry();
    long start = System.nanoTime();

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(fixture.events).singleElement().asString().contains("did not answer within 1 s");
  }

  @Fault(value = "a host accepts the connection and does not speak TLS", holds = "I9")
  @Test
  void aSilentHostEndsToo() throws InterruptedException {
    try (SilentServer silent = SilentServer.start()) {
      fixture.hurry();
      fixture.secret("chat", "https://localhost:" + silent.port() + "/s3cret", Map.of());

      assertThat(fixture.deliver(NotificationType.SLACK)).isEqualTo(Result.FAILED);
    }
  }

  @Fault(value = "a receiver of messages drips its answer", holds = "I9")
  @Test
  void aDrippingAnswerEndsWithinTheLimit() throws InterruptedException {
    // Given
    fixture.receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(500, 0);
          drip(exchange.getResponseBody()::write);
        });
    fixture.hurry();
    long start = System.nanoTime();

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(Result.FAILED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  private interface Drop {
    void fall(int one) throws IOException;
  }

  /** Until the client is gone. */
  private static void drip(Drop drop) throws IOException {
    for (int i = 0; i < 10_000; i++) {
      drop.fall('x');
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Fault(value = "a receiver of messages floods the operator with its answer", holds = "I9")
  @ParameterizedTest
  @ValueSource(ints = {200, 500})
  void aFloodIsNotRead(int status) throws InterruptedException {
    // Given
    fixture.receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(status, 0);
          byte[] much = new byte[1 << 16];
          for (int i = 0; i < 16_384; i++) {
            exchange.getResponseBody().write(much);
          }
        });

    // When
    Result result = fixture.deliver(NotificationType.SLACK);

    // Then
    assertThat(result).isEqualTo(status == 200 ? Result.DELIVERED : Result.FAILED);
  }

  @Fault(value = "a page answers in place of the receiver, with status 200", holds = "I9")
  @Test
  void aLoginPageIsNoReceiver() throws InterruptedException {
    fixture.receiver.answers(200, "\n<!doctype html><title>Log in, s3cret</title>");

    assertThat(fixture.deliver(NotificationType.SLACK)).isEqualTo(Result.REJECTED);
    assertThat(fixture.events).singleElement().asString().contains("answered with a page");
  }

  @Fault(value = "a receiver of messages has a certificate that nobody vouches for", holds = "I9")
  @Test
  void aForeignCertificateIsRefused() throws InterruptedException {
    try (WebhookReceiver other = WebhookReceiver.start(TestCertificates.create())) {
      fixture.secret("chat", other.url("/s3cretpart"), Map.of());

      assertThat(fixture.deliver(NotificationType.SLACK)).isEqualTo(Result.REJECTED);
      assertThat(other.messages()).isEmpty();
      assertThat(fixture.forgotten).containsExactly("chat");
      assertThat(fixture.events)
          .singleElement()
          .asString()
          .contains("The certificate of localhost");
    }
  }
}
