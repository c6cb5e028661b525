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

  @Test
  void coversTheBytesOfUtf8() {
    assertThat(BodySignature.of("Zoë → …", "0123456789abcdef"))
        .isNotEqualTo(BodySignature.of("Zo? ? ?", "0123456789abcdef"));
  }
}
