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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * All commands by their names, in the order of the help. Only the one that is run is made: to read
 * the descriptions of all of them takes as long as to run one.
 */
final class CommandTable {
  private static final String COMPLETION = "completion";

  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

  /**
   * @param settings the operator's, for commands that use them
   */
  CommandTable(Map<String, String> settings) {
    commands.put("list", ListCommand::new);
    commands.put("why", WhyCommand::new);
    commands.put("history", HistoryCommand::new);
    commands.put("sync", SyncCommand::new);
    commands.put("suspend", SuspendCommand::new);
    commands.put("resume", ResumeCommand::new);
    commands.put("allow", AllowCommand::new);
    commands.put("create", () -> new CreateCommand(settings));
    commands.put("preview", () -> new PreviewCommand(settings));
    commands.put("migrate", MigrateCommand::new);
    commands.put(COMPLETION, CompletionCommand::new);
  }

  /**
   * Adds the command that the first argument names; all of them where it names none, or one that
   * describes the others.
   */
  void addTo(CommandLine main, String... arguments) {
    String named = arguments.length == 0 ? "" : arguments[0];
    Supplier<Object> only = named.equals(COMPLETION) ? null : commands.get(named);
    if (only == null) {
      commands.forEach((name, command) -> main.addSubcommand(name, command.get()));
    } else {
      main.addSubcommand(named, only.get());
    }
  }
}
