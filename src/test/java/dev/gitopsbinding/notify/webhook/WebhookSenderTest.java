package dev.gitopsbinding.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.share.RateLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
  @Test
  void limitsThatArePastAreForgottenWhenNoMessageIsLeft() {
    try (DeliveryFixture fixture = new DeliveryFixture()) {
      // Given
      var past = new RateLimits.Asker("past.example.com:443", "shop chat");
      var present = new RateLimits.Asker("present.example.com:443", "shop chat");
      fixture.limits.note(past, null, 429, Duration.ofMinutes(5));
      fixture.limits.note(present, null, 429, Duration.ofMinutes(20));
      fixture.clock.pass(Duration.ofMinutes(10));
      var sender =
          new WebhookSender(
              fixture.delivery,
              () -> {
                throw new AssertionError("there is no message");
              });

      // When
      sender.idle();

      // Then: at a time at which a limit that is still held would apply.
      fixture.clock.pass(Duration.ofMinutes(-6));
      assertThat(fixture.limits.limit(past, "")).isEmpty();
      assertThat(fixture.limits.limit(present, "")).isPresent();
    }
  }
}
