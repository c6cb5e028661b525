package dev.gitopsbinding.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.program.ClassProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a binding does not use costs nothing. */
class UnusedNotificationsTest {
  @Test
  void withoutReceiversNoClassOfFormatsAndQueuesIsLoaded() {
    assertThat(loaded())
        .contains("dev.gitopsbinding.notify.webhook.NotificationSink")
        .noneMatch(name -> name.startsWith("io.cloudevents"))
        .noneMatch(
            name -> name.matches(".*(SlackFormat|MessageQueues|WebhookClient|MessageProjector)"));
  }

  /** The test above could fail. */
  @Test
  void withAReceiverTheyAre() {
    assertThat(loaded("CloudEvents events"))
        .contains("dev.gitopsbinding.notify.webhook.MessageQueues");
  }

  private static List<String> loaded(String... receivers) {
    try (ClassProgram program = ClassProgram.start(UnusedNotificationsMain.class, receivers)) {
      return Stream.generate(program::line).takeWhile(line -> !line.isEmpty()).toList();
    }
  }
}
