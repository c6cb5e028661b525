package dev.gitopsbinding.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.notify.BindingMessage;
import dev.gitopsbinding.notify.MessageFormat.Body;
import dev.gitopsbinding.notify.Messages;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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
    "PULL_REQUEST_OPENED, PullRequestOpened, *shop/web* proposed,                 #2da44e",
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

  @ParameterizedTest
  @EnumSource(names = {"PUSHED", "ROLLED_OUT", "ROLLOUT_FAILED"})
  void whatCameWithATagIsTold(NotificationEvent event) throws IOException {
    JsonNode fields =
        fields(Messages.message(event, Messages.push(2, false, "feat: x", "Ada", "old", "Zoë")));

    assertThat(fields.at("/1/value").asText())
        .isEqualTo(
            "<https://github.com/acme/web/commit/%s|1111111> feat: x (Ada)"
                .formatted(Messages.COMMIT));
    assertThat(fields.at("/3/title").asText()).isEqualTo("Commits (2)");
    assertThat(fields.at("/3/value").asText())
        .isEqualTo("1111111 feat: x (Ada)\n0000000 old (Zoë)");
  }

  @Test
  void aSingleCommitNeedsNoList() throws IOException {
    BindingMessage message =
        Messages.message(NotificationEvent.PUSHED, Messages.push(1, false, "feat: x", null));

    assertThat(fields(message)).hasSize(3);
    assertThat(fields(message).at("/1/value").asText()).endsWith("|1111111> feat: x");
  }

  @Test
  void aLongListFitsIntoAFieldOfDiscord() throws IOException {
    String[] texts = new String[40];
    Arrays.fill(texts, "<&>@".repeat(100));

    JsonNode list =
        fields(Messages.message(NotificationEvent.PUSHED, Messages.push(1_000, true, texts)))
            .get(3);

    assertThat(list.path("title").asText()).isEqualTo("Commits (more than 1000)");
    assertThat(list.path("value").asText()).hasSizeLessThanOrEqualTo(1024).endsWith("…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!channel> <@U0123> <#C01|general>",
        "@here @channel",
        "see https://evil.example.com or www.evil.example.com",
        "[click](https://evil.example.com) ![](//evil.example.com/a.png)",
        "[click][1] [1]: ftp://evil.example.com",
        "<https://evil.example.com|https://github.com>",
        "mailto:x@evil.example.com tel:1",
      })
  void theTextOfACommitIsNoMarkup(String text) throws IOException {
    JsonNode fields =
        fields(
            Messages.message(
                NotificationEvent.PUSHED, Messages.push(2, false, text, text, text, text)));

    for (String shown :
        List.of(
            fields.at("/1/value").asText().replaceFirst("<.*?>", ""),
            fields.at("/3/value").asText())) {
      assertThat(shown)
          .doesNotContain("<", ">", "://", "](", "][", "]:", "www.")
          .doesNotContainPattern(
              "(https?|ftp|mailto|tel):[^\u200b]|@\\w*(here|channel)|(?<![\\p{L}\\p{N}])@\\w");
    }
  }

  private static JsonNode fields(BindingMessage message) throws IOException {
    return format(message).at("/attachments/0/fields");
  }
}
