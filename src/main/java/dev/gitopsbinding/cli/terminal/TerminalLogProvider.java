package dev.gitopsbinding.cli.terminal;

import dev.gitopsbinding.model.text.OneLine;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Shows warnings and errors of libraries to the person at the terminal. To find and read Logback's
 * configuration takes a good part of a short command: it looks into each jar.
 */
public final class TerminalLogProvider implements SLF4JServiceProvider {
  private static final int MAX_LINE_CHARS = 2_000;

  /** Says that an API version is unstable, which is known. */
  private static final String NO_NEWS =
      "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils";

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private final PrintStream errors;

  /** Made by SLF4J. */
  public TerminalLogProvider() {
    this(System.err);
  }

  TerminalLogProvider(PrintStream errors) {
    this.errors = errors;
  }

  /** Logs this way in this process. Before the first logger is made. */
  public static void use() {
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, TerminalLogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN");
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, one -> new TerminalLogger(one, errors));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    // All there is exists already.
  }

  private static final class TerminalLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient PrintStream errors;

    TerminalLogger(String name, PrintStream errors) {
      this.name = name;
      this.errors = errors;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isWarnEnabled() {
      return !name.equals(NO_NEWS);
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      String text = MessageFormatter.basicArrayFormat(pattern, arguments);
      errors.println(
          OneLine.withSpaces(
              level + " " + text + (failure == null ? "" : ": " + failure), MAX_LINE_CHARS));
    }
  }
}
