package dev.gitopsbinding.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class ShutdownHookTest {
  private static final String NAME = "operator 1.2.3";

  private final Logger logger = (Logger) LoggerFactory.getLogger(ShutdownHook.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void saysWhenAllIsEnded() {
    new ShutdownHook(NAME, () -> {}, Duration.ofSeconds(50)).run();

    assertThat(log()).contains("Stopping operator 1.2.3", "Stopped operator 1.2.3 after");
  }

  @Test
  void leavesWhatDoesNotEndInTime() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      new ShutdownHook(NAME, () -> awaitForEver(never), Duration.ofMillis(50)).run();

      assertThat(log()).contains("abandoned");
    } finally {
      never.countDown();
    }
  }

  @Test
  void saysWhatWentWrong() {
    Runnable broken =
        () -> {
          throw new IllegalStateException("broken");
        };

    new ShutdownHook(NAME, broken, Duration.ofSeconds(50)).run();

    assertThat(log()).contains("did not shut down cleanly", "Stopped");
  }

  private String log() {
    return lines.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  private static void awaitForEver(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
