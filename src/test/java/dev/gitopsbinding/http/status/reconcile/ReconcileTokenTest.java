package dev.gitopsbinding.http.status.reconcile;

import static dev.gitopsbinding.http.status.reconcile.ReconcileFixture.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask for syncs. */
class ReconcileTokenTest {
  @AutoClose private final ReconcileFixture fixture = new ReconcileFixture();
  private final ReconcileFixture.Starter passes = fixture.passes;

  ReconcileTokenTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer wrong-token-wrong-token",
        "Basic correct-horse-battery",
        "correct-horse-battery",
        "Bearer correct-horse-batter",
        "Bearer correct-horse-battery1"
      })
  void withoutTheTokenNothingIsSaidOrDone(String authorization) throws IOException {
    String answer = fixture.post("?namespace=shop&name=nothing", authorization);

    assertThat(answer)
        .startsWith("HTTP/1.1 401 ")
        .contains("WWW-Authenticate: Bearer")
        .endsWith("\r\n\r\nUnauthorized\n");
    assertThat(passes.started).isEmpty();
  }

  @Test
  void refusalsAreLoggedOnceAMinuteWithoutTheToken() throws IOException {
    for (int i = 0; i < 5; i++) {
      fixture.post("", "Bearer guess-number-" + i);
    }
    fixture.clock.pass(Duration.ofMinutes(1));
    fixture.post("", "Bearer guess-number-5");

    assertThat(fixture.log.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(2);
    assertThat(fixture.log.list.getLast().getFormattedMessage()).contains("4 more were refused");
    assertThat(fixture.log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(message -> message.contains("guess") || message.contains(TOKEN));
  }

  @Test
  void theTokenMayBeChanged() throws IOException {
    Files.writeString(fixture.file, "another-token-of-mine");

    assertThat(fixture.post("", "Bearer " + TOKEN)).startsWith("HTTP/1.1 401 ");
    assertThat(fixture.post("", "bearer another-token-of-mine")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "too-short"})
  void withoutATokenNobodyMayAsk(String content) throws IOException {
    Files.writeString(fixture.file, content);

    assertThat(fixture.post("", "Bearer " + content.strip())).startsWith("HTTP/1.1 503 ");
    Files.delete(fixture.file);
    assertThat(fixture.post("", "Bearer ")).startsWith("HTTP/1.1 503 ");
    assertThat(passes.started).isEmpty();
  }
}
