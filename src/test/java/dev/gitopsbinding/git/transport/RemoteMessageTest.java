package dev.gitopsbinding.git.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.HostText;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteMessageTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERROR: Repository not found.                                     | REPOSITORY_NOT_FOUND",
        "fatal: '/x.git' does not appear to be a git repository           | REPOSITORY_NOT_FOUND",
        "ERROR: The project you were looking for could not be found or you don't have permission to view it. | REPOSITORY_NOT_FOUND",
        "fatal: project x/y not found                                     | REPOSITORY_NOT_FOUND",
        "TF401019: The Git repository with name or identifier x does not exist or you do not have permissions | REPOSITORY_NOT_FOUND",
        "ERROR: Permission to acme/web.git denied to ada.                 | AUTHENTICATION_FAILED",
        "ERROR: The key you are authenticating with has been marked as read only. | AUTHENTICATION_FAILED",
        "Forbidden: deploy key                                            | AUTHENTICATION_FAILED",
        "fatal: unable to create thread: Resource temporarily unavailable | REMOTE_ERROR"
      })
  void understandsTheWordsOfHosts(String text, Reason reason) {
    assertThat(RemoteMessage.reason(text)).isEqualTo(reason);
  }

  @Test
  void cutsNoCharacterInHalvesAndEndsNoLine() {
    String text = "a\u2028b" + "x".repeat(296) + "😀";
    assertThat(HostText.clean(text, List.of())).isEqualTo("a b" + "x".repeat(296) + "…");
  }

  @Test
  void readsMuchTextSoon() {
    String text = "fatal: t0p-secret " + "<script ".repeat(1 << 20);
    assertThat(assertTimeoutPreemptively(SOON, () -> HostText.clean(text, List.of("t0p-secret"))))
        .startsWith("fatal: *** <script <script");
  }

  @Fault(value = "host says secrets and control characters", holds = "I7")
  @Test
  void showsOneShortLineWithoutSecretsAndControlCharacters() {
    String text =
        "\u001b[31mfatal:\u001b[0m\n\tbad\u0000 \u202e token t0p-secret" + "!".repeat(900);
    assertThat(HostText.clean(text, List.of("t0p-secret")))
        .startsWith("fatal: bad token ***!!!")
        .hasSizeLessThan(310);
  }
}
