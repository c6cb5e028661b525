package dev.gitopsbinding.logging;

import ch.qos.logback.core.PropertyDefinerBase;
import java.io.Console;
import java.util.Locale;

/**
 * Names the appender that {@code logback.xml} writes to: {@code TEXT} or {@code JSON}. Logback
 * makes it before any other class of the operator runs, so a setting that is wrong counts as {@code
 * auto} here; reading the settings reports it.
 */
public final class AppenderChoice extends PropertyDefinerBase {
  private String format = "auto";

  /** Logback sets the value of the attribute {@code format}: text, json or auto. */
  public void setFormat(String format) {
    this.format = format;
  }

  @Override
  public String getPropertyValue() {
    return switch (format.strip().toLowerCase(Locale.ROOT)) {
      case "text" -> "TEXT";
      case "json" -> "JSON";
      default -> isTerminal() ? "TEXT" : "JSON";
    };
  }

  /** JDK 25 gives no console without a terminal; JDK 22 to 24 give one that says so. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
