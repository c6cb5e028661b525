package dev.gitopsbinding.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.notify.NotificationListener.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.SilentServer;
import dev.gitopsbinding.testing.WebhookReceiver;
import dev.gitopsbinding.testing.WebhookReceiver.Message;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver is a stand-in: a fault has to be injected, and no chat runs on this machine. */
class MessageDeliveryTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final DeliveryFixture fixture = new DeliveryFixture();

  @AfterEach
  void close() {
    assertThat(fixture.events).noneMatch(event -> event.contains("s3cret") || event.contains(KEY));
    fixture.close();
  }

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
    assertThat(fixture.pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10));
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
    assertThat(fixture.pauses).isEmpty();
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
    assertThat(fixture.pauses)
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
    assertThat(fixture.pauses).hasSize(2);
    assertThat(fixture.events)
        .singleElement()
        .asString()
        .contains(gone.host() + " cannot be reached");
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

  private void limited(String retryAfter) {
    fixture.receiver.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
          WebhookReceiver.send(exchange, 429, "slow down");
        });
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
}
