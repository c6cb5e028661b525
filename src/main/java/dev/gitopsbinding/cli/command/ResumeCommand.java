package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.SuspensionWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Continues with bindings that were suspended. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Continues with bindings that were suspended; they are synced at once.")
public final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The bindings.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    return SuspensionWriter.write(spec, cluster, names, false);
  }
}
