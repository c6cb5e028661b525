package dev.gitopsbinding.notify.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.notify.MessageFormat.Body;
import dev.gitopsbinding.notify.MessageProjector;
import dev.gitopsbinding.notify.Messages;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloudEventsFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPushAsTheSdkReadsIt() throws IOException {
    // When
    Body body =
        new CloudEventsFormat()
            .format(
                Messages.message(
                    NotificationEvent.PUSHED, "Pushed", "Pushed commit 2222222 to file."));

    // Then
    assertThat(body.contentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
    CloudEvent event = read(body);
    assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(event.getId()).isEqualTo("uid-1.42.Pushed");
    assertThat(event.getType()).isEqualTo("dev.gitopsbinding.binding.pushed.v1");
    assertThat(event.getSource())
        .isEqualTo(
            URI.create("/apis/gitopsbinding.dev/v1alpha1/namespaces/shop/gitopsbindings/web"));
    assertThat(event.getSubject()).isEqualTo("shop/web");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05Z"));
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getExtensionNames()).isEmpty();
    assertThat(JSON.readTree(body.text()).path("data"))
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "namespace": "shop",
                  "name": "web",
                  "event": "Pushed",
                  "reason": "Pushed",
                  "warning": false,
                  "message": "Pushed commit 2222222 to file.",
                  "image": "ghcr.io/acme/web",
                  "fromTag": "%s",
                  "toTag": "%s",
                  "source": {
                    "repository": "ssh://github.com/acme/web.git",
                    "branch": "main",
                    "commit": "%3$s",
                    "link": "https://github.com/acme/web/commit/%3$s"
                  },
                  "manifest": {
                    "repository": "https://git.example.com/acme/deploy.git",
                    "branch": "live",
                    "path": "apps/web.yaml",
                    "commit": "%4$s"
                  }
                }
                """
                    .formatted(Messages.OLD, Messages.COMMIT, Messages.COMMIT, Messages.MANIFEST)));
  }

  @Test
  void whatCameWithThePushIsInTheData() throws IOException {
    // When
    Body body =
        new CloudEventsFormat()
            .format(
                Messages.message(
                    NotificationEvent.ROLLED_OUT,
                    Messages.push(1_000, true, "feat: <x>", "Ada", null, null)));

    // Then
    JsonNode data = JSON.readTree(body.text()).path("data");
    assertThat(data.at("/source/subject").asText()).isEqualTo("feat: <x>");
    assertThat(data.at("/source/author").asText()).isEqualTo("Ada");
    assertThat(data.path("commitCount").asInt()).isEqualTo(1_000);
    assertThat(data.path("moreCommits").asBoolean()).isTrue();
    assertThat(data.path("commits"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"commit": "%s", "subject": "feat: <x>", "author": "Ada", "date": "2026-01-01T00:00:00Z"},
                 {"commit": "%040x", "date": "2026-01-01T00:00:00Z"}]
                """
                    .formatted(Messages.COMMIT, 2)));
  }

  @Test
  void anotherChangeSaysNothingOfAnOldPush() throws IOException {
    JsonNode data =
        JSON.readTree(
                new CloudEventsFormat()
                    .format(
                        Messages.message(
                            NotificationEvent.FAILED, Messages.push(1, false, "feat: x", "Ada")))
                    .text())
            .path("data");

    assertThat(data.has("commits")).isFalse();
    assertThat(data.at("/source/subject").asText())
        .as("the newest source commit is that of the push")
        .isEqualTo("feat: x");
  }

  @ParameterizedTest
  @EnumSource
  void everyChangeIsAValidEventOfItsOwnType(NotificationEvent kind) {
    CloudEvent event =
        read(new CloudEventsFormat().format(Messages.message(kind, "TimedOut", "What happened.")));

    assertThat(event.getType())
        .matches("dev\\.gitopsbinding\\.binding\\.[a-z]+\\.v1")
        .contains(kind.name().toLowerCase(Locale.ROOT).replace("_", ""));
    assertThat(event.getId()).endsWith("." + kind.text());
  }

  @Test
  void theTraceOfTheSyncIsAnExtension() {
    // Given
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var spec = Messages.spec();
    var change = Messages.change(NotificationEvent.PUSHED, "Pushed", "Pushed.", spec);

    // When
    CloudEvent event =
        read(
            new CloudEventsFormat()
                .format(MessageProjector.project(change, spec, Messages.TIME, trace)));

    // Then
    assertThat(event.getExtension("traceparent")).isEqualTo(trace);
  }

  private static CloudEvent read(Body body) {
    return new JsonFormat().deserialize(body.text().getBytes(StandardCharsets.UTF_8));
  }
}
