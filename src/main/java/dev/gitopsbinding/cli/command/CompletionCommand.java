package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.command.part.ResultWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion for a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that completes commands in bash and zsh.",
      "",
      "It completes kubectl-gitopsbinding in bash, and in zsh after `autoload -U +X bashcompinit &&"
          + " bashcompinit`.",
      "",
      "Example: source <(kubectl gitopsbinding completion)",
      "",
      "`kubectl gitopsbinding` itself is completed by kubectl 1.26 and newer, if kubectl_complete-gitopsbinding is on"
          + " the PATH, as it is after `make plugin`."
    })
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ResultWriter.write(spec, AutoComplete.bash("kubectl-gitopsbinding", spec.root().commandLine()));
    return 0;
  }
}
