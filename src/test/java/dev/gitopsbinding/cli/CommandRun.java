package dev.gitopsbinding.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * A command that ran in this JVM.
 *
 * @param output what it wrote to its standard output
 * @param errors what it wrote to its standard error
 */
public record CommandRun(int exitCode, String output, String errors) {
  /** Runs a command to its end. */
  public static CommandRun of(String... arguments) {
    return of(Map.of(), arguments);
  }

  /** Runs a command with the operator's settings. */
  public static CommandRun of(Map<String, String> environment, String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        CliMain.commandLine(environment, arguments)
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .execute(arguments);
    return new CommandRun(exitCode, output.toString(), errors.toString());
  }
}
