package dev.gitopsbinding.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ExportReporterTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(ExportReporter.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ExportReporter reporter =
      new ExportReporter(URI.create("http://collector:4318/v1/traces"), now::get);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void aDeadCollectorIsReportedOnceInFiveMinutes() {
    for (int i = 0; i < 10; i++) {
      reporter.failed(new ConnectException("Connection refused"));
    }
    assertThat(lines()).hasSize(1);

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    reporter.answered(503);

    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst())
        .startsWith("http://collector:4318/v1/traces cannot be reached (ConnectException)")
        .contains("syncs are not affected", "OTEL_EXPORTER_OTLP_ENDPOINT");
    assertThat(lines().getLast()).contains("HTTP status 503", "lost so far: 11");
  }

  @Test
  void itsReturnIsReportedOnce() {
    reporter.answered(503);
    reporter.answered(200);
    reporter.answered(202);

    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast()).contains("takes traces again", "lost: 1");
  }

  @Test
  void aRefusedAddressIsNamed() {
    reporter.failed(
        new IOException(
            new FailureException(
                new Failure.Remote(Reason.ADDRESS_NOT_ALLOWED, "Host meta has the address x"))));

    assertThat(lines().getFirst()).contains("Host meta has the address x");
  }

  @Test
  void noTextOfTheCollectorIsShown() {
    reporter.failed(new IllegalStateException("secret"));

    assertThat(lines().getFirst()).contains("IllegalStateException").doesNotContain("secret");
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
