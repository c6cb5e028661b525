package dev.gitopsbinding.cli;

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
    CliMain.configureLogging();
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
    int code = CliMain.commandLine(System.getenv()).execute(command.toArray(String[]::new));
    if (code != 0) {
      System.exit(code);
    }
  }
}
