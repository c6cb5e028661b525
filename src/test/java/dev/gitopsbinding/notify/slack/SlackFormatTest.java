package dev.gitopsbinding.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.NotificationEvent;
import dev.gitopsbinding.notify.BindingMessage;
import dev.gitopsbinding.notify.MessageFormat.Body;
import dev.gitopsbinding.notify.Messages;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPush() throws IOException {
    // When
    Body body =
        new SlackFormat()
            .format(
                Messages.message(
                    NotificationEvent.PUSHED, "Pushed", "Pushed commit 2222222 to file."));

    // Then
    assertThat(body.contentType()).isEqualTo("application/json; charset=utf-8");
    assertThat(JSON.readTree(body.text()))
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "text": "*shop/web* pushed: `3333333` → `1111111`",
                  "attachments": [{
                    "fallback": "*shop/web* pushed: `3333333` → `1111111`",
                    "color": "#2da44e",
                    "text": "Pushed commit 2222222 to file.",
                    "fields": [
                      {"title": "Image", "value": "ghcr.io/acme/web", "short": true},
                      {"title": "Source commit", "short": true,
                       "value": "<https://github.com/acme/web/commit/%s|1111111>"},
                      {"title": "Manifest commit", "short": true,
                       "value": "2222222 in https://git.example.com/acme/deploy.git"}
                    ],
                    "ts": 1767323045
                  }]
                }
                """
                    .formatted(Messages.COMMIT)));
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED,         TimedOut,        *shop/web* failed (TimedOut),               #cf222e",
    "HELD,           ManifestChanged, *shop/web* is on hold (ManifestChanged),    #cf222e",
    "RECOVERED,      Recovered,       *shop/web* recovered,                       #2da44e",
    "ROLLED_OUT,     RolledOut,       *shop/web* rolled out: `1111111`,           #2da44e",
    "ROLLOUT_FAILED, ProgressDeadlineExceeded, *shop/web* rollout failed (ProgressDeadlineExceeded): `1111111`, #cf222e",
    "OVERDUE,        ImageNotFound,   *shop/web* waits for long (ImageNotFound),  #cf222e",
    "SUSPENDED,      Suspended,       *shop/web* suspended,                       #6e7781",
    "RESUMED,        Resumed,         *shop/web* resumed,                         #2da44e",
  })
  void beginsWithTheBindingAndWhatHappened(
      NotificationEvent event, String reason, String text, String color) throws IOException {
    JsonNode json = format(Messages.message(event, reason, "What happened."));

    assertThat(json.path("text").asText()).isEqualTo(text);
    assertThat(json.at("/attachments/0/color").asText()).isEqualTo(color);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!here> look",
        "<!channel>",
        "<@U0123> and <#C01|general>",
        "@here @channel @everyone @all @zoe",
        "web@everyone, (@Here)",
        "<https://evil.example.com|https://github.com>",
        "&lt;!here&gt;",
      })
  void foreignTextMentionsNobodyAndIsNoLink(String text) throws IOException {
    // When
    String shown =
        format(Messages.message(NotificationEvent.FAILED, "RemoteError", text))
            .at("/attachments/0/text")
            .asText();

    // Then
    assertThat(shown).doesNotContain("<", ">").doesNotContainPattern("@\\w");
    assertThat(shown.replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">"))
        .isEqualTo(text.replace("&", "&amp;"));
  }

  @Test
  void aPlaceStaysAsItIs() throws IOException {
    String text = "Pushed to git@github.com:acme/deploy.git@main:apps/web.yaml.";

    assertThat(
            format(Messages.message(NotificationEvent.PUSHED, "Pushed", text))
                .at("/attachments/0/text")
                .asText())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void theLongestMessageIsBounded(NotificationEvent event) {
    String text = Messages.message(event, "RemoteError", "<&>@\u0007\n".repeat(10_000)).text();

    assertThat(text).hasSizeLessThanOrEqualTo(1001);
    assertThat(
            new SlackFormat()
                .format(Messages.message(event, "RemoteError", "<&>@".repeat(10_000)))
                .text())
        .hasSizeLessThan(10_000);
  }

  private static JsonNode format(BindingMessage message) throws IOException {
    return JSON.readTree(new SlackFormat().format(message).text());
  }
}
