package dev.gitopsbinding.logging;

import ch.qos.logback.core.PropertyDefinerBase;
import java.io.Console;
import java.util.Locale;

/**
 * Names the form that {@code logback.xml} writes lines in: {@code text} or {@code json}. Logback
 * makes it before any other class of the operator runs, so a setting that is wrong counts as {@code
 * auto} here; reading the settings reports it.
 */
public final class FormatChoice extends PropertyDefinerBase {
  private String setting = "auto";

  /** Logback sets what the user wants: text, json or auto. */
  public void setSetting(String setting) {
    this.setting = setting;
  }

  @Override
  public String getPropertyValue() {
    return switch (setting.strip().toLowerCase(Locale.ROOT)) {
      case "text" -> "text";
      case "json" -> "json";
      default -> isTerminal() ? "text" : "json";
    };
  }

  /** JDK 25 gives no console without a terminal; JDK 22 to 24 give one that says so. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
