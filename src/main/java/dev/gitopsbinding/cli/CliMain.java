package dev.gitopsbinding.cli;

import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.cli.terminal.TerminalLogProvider;
import dev.gitopsbinding.config.ProgramVersion;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command, such as {@code why}, and ends with its exit code. */
@Command(
    name = "gitopsbinding",
    mixinStandardHelpOptions = true,
    description =
        "Explains, changes and makes bindings of the GitOpsBinding operator, with your rights in"
            + " the cluster.",
    footer = {"", "Each command explains itself: ${COMMAND-FULL-NAME} why --help"})
public final class CliMain implements Runnable {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /** Set by the launcher {@code kubectl-gitopsbinding}. */
  private static final String PLUGIN = "GITOPSBINDING_PLUGIN";

  /** What the launcher sets or reads. To the commands, each would be an unknown setting. */
  private static final Set<String> OF_LAUNCHER =
      Set.of(PLUGIN, "GITOPSBINDING_HOME", "GITOPSBINDING_MAIN", "GITOPSBINDING_AOT_OUTPUT");

  @Spec private CommandSpec spec = CommandSpec.create();

  private CliMain() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] arguments) {
    TerminalLogProvider.use();
    System.exit(commandLine(System.getenv(), arguments).execute(arguments));
  }

  /**
   * @param environment the operator's settings, for commands that use them; the launcher's own
   *     variables are kept from them
   * @param arguments what it will be executed with; none: it knows all commands
   */
  static CommandLine commandLine(Map<String, String> environment, String... arguments) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.keySet().removeAll(OF_LAUNCHER);
    var commandLine = new CommandLine(new CliMain());
    new CommandTable(settings).addTo(commandLine, arguments);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    if (environment.containsKey(PLUGIN)) {
      commandLine.setCommandName("kubectl gitopsbinding");
    }
    addVersion(commandLine, () -> new String[] {"gitopsbinding " + ProgramVersion.read().text()});
    commandLine.setParameterExceptionHandler((failure, _) -> explain(failure));
    return commandLine.setExecutionExceptionHandler(
        (failure, failed, _) -> {
          failed.getErr().println("gitopsbinding: " + CommandFailure.message(failure));
          return FAILED;
        });
  }

  /** The whole help would move the message out of sight, except where a command is to be chosen. */
  private static int explain(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter errors = command.getErr();
    errors.println(failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, errors);
    if (command.getSubcommands().isEmpty()) {
      errors.printf(
          "`%s --help` explains the options.%n", command.getCommandSpec().qualifiedName());
    } else {
      command.usage(errors);
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static void addVersion(CommandLine command, IVersionProvider version) {
    command.getCommandSpec().versionProvider(version);
    command.getSubcommands().values().forEach(each -> addVersion(each, version));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
