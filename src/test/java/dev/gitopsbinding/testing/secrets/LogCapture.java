package dev.gitopsbinding.testing.secrets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Writes all that this JVM logs into a file: of every logger and every level, as if somebody had
 * turned everything up in the shipped configuration. Loggers that are off there stay off.
 */
final class LogCapture implements AutoCloseable {
  /** How an entry begins; in groups its level and its logger. */
  static final Pattern BEGINNING = Pattern.compile("^[0-9]{4}-\\S+ \\S+ ([A-Z]+) +(\\S+) ");

  private record Before(Logger logger, Level level) {}

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Before> before = new ArrayList<>();
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
  private final Handler handler = new ForwardingHandler();
  private final Path file;

  private LogCapture(Path file) {
    this.file = file;
  }

  static LogCapture start() {
    try {
      Path folder = Files.createDirectories(Path.of("target"));
      LogCapture capture = new LogCapture(Files.createTempFile(folder, "everything-", ".log"));
      capture.attach();
      return capture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    java.util.logging.Logger.getLogger("").removeHandler(handler);
    root.detachAppender(appender);
    appender.stop();
    before.forEach(one -> one.logger().setLevel(one.level()));
    others.forEach(Appender::clearAllFilters);
  }

  private void attach() {
    quietenOthers();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d %-5level %logger [%thread] %X %kvp %msg%n%xException{full}");
    encoder.start();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    root.addAppender(appender);
    for (Logger logger : context.getLoggerList()) {
      before.add(new Before(logger, logger.getLevel()));
      logger.setLevel(logger == root ? Level.TRACE : null);
    }
    for (Logger silenced : silencedAsShipped()) {
      before.add(new Before(silenced, null));
      silenced.setLevel(Level.OFF);
    }
    java.util.logging.Logger.getLogger("").addHandler(handler);
  }

  /** Nobody wants to read all that on a terminal. */
  private void quietenOthers() {
    root.iteratorForAppenders()
        .forEachRemaining(
            other -> {
              ThresholdFilter filter = new ThresholdFilter();
              filter.setLevel(Level.WARN.toString());
              filter.start();
              other.addFilter(filter);
              others.add(other);
            });
  }

  private List<Logger> silencedAsShipped() {
    LoggerContext shipped = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(shipped);
    try {
      configurator.doConfigure(LogCapture.class.getResource("/logback.xml"));
      return shipped.getLoggerList().stream()
          .filter(logger -> logger.getLevel() == Level.OFF)
          .map(logger -> context.getLogger(logger.getName()))
          .toList();
    } catch (JoranException e) {
      throw new IllegalStateException(e);
    } finally {
      shipped.stop();
    }
  }

  /** Hands on what is logged by the JDK's own means. */
  private final class ForwardingHandler extends Handler {
    @Override
    public void publish(LogRecord entry) {
      context.getLogger("java.util.logging").info(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
