package dev.gitopsbinding.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person at the terminal.
 *
 * @param input what the person types, by lines
 * @param output where questions are written; not the standard output, which is for results
 * @param isInteractive whether there is a person
 */
public record TerminalQuestion(BufferedReader input, PrintWriter output, boolean isInteractive) {

  /**
   * Asks for consent; only {@code y} and {@code yes} are one.
   *
   * @param text says what happens, and to whom
   * @param instead what to write on the command line in place of the answer
   * @throws CommandFailure if nobody can be asked
   */
  public boolean agrees(String text, String instead) {
    output.print(text + " [y/N] ");
    String answer = answer(instead).toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  /**
   * Asks for a value.
   *
   * @param fallback the value of an empty answer, and where nobody can be asked; null: there is
   *     none, and the question is repeated
   * @param instead what to write on the command line in place of the answer
   * @throws CommandFailure if nobody can be asked
   */
  public String value(String text, @Nullable String fallback, String instead) {
    if (!isInteractive && fallback != null) {
      output.println(text + ": " + fallback);
      return fallback;
    }
    while (true) {
      output.print(text + (fallback == null ? ": " : " [" + fallback + "]: "));
      String answer = answer(instead);
      if (!answer.isEmpty()) {
        return answer;
      }
      if (fallback != null) {
        return fallback;
      }
    }
  }

  private String answer(String instead) {
    if (!isInteractive) {
      output.println();
      output.flush();
      throw new CommandFailure("Nobody is there to answer: there is no terminal. Use " + instead);
    }
    output.flush();
    try {
      String line = input.readLine();
      if (line == null) {
        throw new CommandFailure("The question got no answer. Use " + instead);
      }
      return line.strip();
    } catch (IOException e) {
      throw new CommandFailure("The answer cannot be read", e);
    }
  }
}
