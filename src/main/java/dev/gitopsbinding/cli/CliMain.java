package dev.gitopsbinding.cli;

import dev.gitopsbinding.config.ProgramVersion;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one command, such as {@code migrate}, and ends with its exit code. */
@Command(
    name = "gitopsbinding",
    mixinStandardHelpOptions = true,
    description = "Commands for users of the GitOpsBinding operator.",
    subcommands = MigrateCommand.class)
public final class CliMain implements Runnable {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private CliMain() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] arguments) {
    // Before the first logger is made: standard output is for YAML alone.
    System.setProperty("logback.configurationFile", "logback-cli.xml");
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  /**
   * @param environment the operator's settings, for commands that use them
   */
  static CommandLine commandLine(Map<String, String> environment) {
    var commandLine = new CommandLine(new CliMain());
    commandLine.addSubcommand(new PreviewCommand(environment));
    String version = "gitopsbinding " + ProgramVersion.read().text();
    commandLine.getCommandSpec().version(version);
    commandLine
        .getSubcommands()
        .values()
        .forEach(subcommand -> subcommand.getCommandSpec().version(version));
    return commandLine.setExecutionExceptionHandler(
        (failure, failed, _) -> {
          failed.getErr().println("gitopsbinding: " + CommandFailure.message(failure));
          return FAILED;
        });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
