package dev.gitopsbinding.cli.command.part;

import dev.gitopsbinding.cli.terminal.TerminalQuestion;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Where answers come from: the terminal, if there is one. */
public final class TerminalInput {
  private TerminalInput() {}

  public static TerminalQuestion question(CommandSpec spec) {
    return new TerminalQuestion(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        spec.commandLine().getErr(),
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }
}
