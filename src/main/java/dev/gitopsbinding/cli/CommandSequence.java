package dev.gitopsbinding.cli;

import dev.gitopsbinding.cli.terminal.TerminalLogProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs several commands in one JVM, separated by {@code /}: the training run of the plugin's cache.
 */
final class CommandSequence {
  private static final String SEPARATOR = "/";

  private CommandSequence() {}

  /** Ends with the first exit code that is not 0. */
  public static void main(String[] arguments) {
    TerminalLogProvider.use();
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(SEPARATOR)) {
        run(command);
        command.clear();
      } else {
        command.add(argument);
      }
    }
    run(command);
    System.exit(0);
  }

  private static void run(List<String> command) {
    String[] arguments = command.toArray(String[]::new);
    int code = CliMain.commandLine(System.getenv(), arguments).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }
}
