package dev.gitopsbinding.cli;

import dev.gitopsbinding.cli.command.AllowCommand;
import dev.gitopsbinding.cli.command.CompletionCommand;
import dev.gitopsbinding.cli.command.CreateCommand;
import dev.gitopsbinding.cli.command.HistoryCommand;
import dev.gitopsbinding.cli.command.ListCommand;
import dev.gitopsbinding.cli.command.ResumeCommand;
import dev.gitopsbinding.cli.command.SuspendCommand;
import dev.gitopsbinding.cli.command.SyncCommand;
import dev.gitopsbinding.cli.command.WhyCommand;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.config.ProgramVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one command, such as {@code why}, and ends with its exit code. */
@Command(
    name = "gitopsbinding",
    mixinStandardHelpOptions = true,
    description = "Commands for users of the GitOpsBinding operator.",
    subcommands = {
      ListCommand.class,
      WhyCommand.class,
      HistoryCommand.class,
      SyncCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      AllowCommand.class,
      CompletionCommand.class,
      MigrateCommand.class
    },
    footer = {"", "Each command explains itself: gitopsbinding why --help"})
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
    configureLogging();
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  /** Before the first logger is made: standard output is for results alone. */
  static void configureLogging() {
    System.setProperty("logback.configurationFile", "logback-cli.xml");
  }

  /**
   * @param environment the operator's settings, for commands that use them; the launcher's own
   *     variables are kept from them
   */
  static CommandLine commandLine(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.keySet().removeAll(OF_LAUNCHER);
    var commandLine = new CommandLine(new CliMain());
    commandLine.addSubcommand(new CreateCommand(settings));
    commandLine.addSubcommand(new PreviewCommand(settings));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    if (environment.containsKey(PLUGIN)) {
      commandLine.setCommandName("kubectl gitopsbinding");
    }
    addVersion(commandLine, () -> new String[] {"gitopsbinding " + ProgramVersion.read().text()});
    return commandLine.setExecutionExceptionHandler(
        (failure, failed, _) -> {
          failed.getErr().println("gitopsbinding: " + CommandFailure.message(failure));
          return FAILED;
        });
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
