package dev.gitopsbinding.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodySignatureTest {
  /** The example of GitHub's documentation, "Validating webhook deliveries". */
  @Test
  void isThatOfGitHubsExample() {
    assertThat(BodySignature.of("Hello, World!", "It's a Secret to Everybody"))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  /** As {@code printf 'Zoë → …' | openssl dgst -sha256 -hmac 0123456789abcdef} says. */
  @Test
  void coversTheBytesOfUtf8() {
    assertThat(BodySignature.of("Zoë → …", "0123456789abcdef"))
        .isEqualTo("sha256=c82fa7b37796d19b678c0c1849183e2a8dc391ed46648aa176861c466ab86bd2");
  }
}
