package dev.gitopsbinding.logging;

import ch.qos.logback.core.PropertyDefinerBase;
import java.io.Console;
import java.util.Locale;

/**
 * Gives {@code logback.xml} the format of log lines: {@code text} or {@code json}. Logback creates
 * this before any other class of the operator runs. A wrong setting counts as {@code auto} here; it
 * is reported later, when the settings are read.
 */
public final class FormatChoice extends PropertyDefinerBase {
  private String setting = "auto";

  /** Called by Logback with the value of the setting: text, json or auto. */
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

  /**
   * Without a terminal, JDK 25 returns no console; JDK 22 to 24 return one whose {@code
   * isTerminal()} is false.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
