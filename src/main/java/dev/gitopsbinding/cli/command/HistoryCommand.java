package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.OutputOption;
import dev.gitopsbinding.cli.command.part.ResultWriter;
import dev.gitopsbinding.cli.report.HistoryTable;
import dev.gitopsbinding.cli.report.LiveBinding;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the last tags that were deployed for a binding. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the last ten tags that the operator pushed for a binding, the newest first.",
      "",
      "LEAD TIME is from the source commit, or from when it was first seen, until the target ran"
          + " the tag in all its pods. -o wide shows whole tags, and the time of each step."
    })
public final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The binding.")
  private String name = "";

  @Override
  public Integer call() {
    try (ClusterClient client = cluster.connect()) {
      LiveBinding binding = cluster.binding(client, name);
      var history = binding.status().history();
      if (output.format().isStructured()) {
        ResultWriter.write(spec, output.format(), Map.of("history", history));
      } else if (history.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                "%s: the operator has pushed no tag for it yet."
                    .formatted(ClusterOptions.what(binding.namespace(), name)));
      } else {
        ResultWriter.write(spec, HistoryTable.of(history, output.isWide(), Instant.now()));
      }
      return 0;
    }
  }
}
