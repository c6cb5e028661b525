package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.report.HistoryTable;
import dev.gitopsbinding.cli.report.LiveBinding;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "LEAD TIME is from the source commit, or from when it was first seen, until the target ran the tag in"
          + " all its pods."
    })
public final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "The binding.")
  private String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, wide (whole tags, and all times), json or yaml.")
  private OutputFormat format = OutputFormat.TEXT;

  @Override
  public Integer call() {
    try (ClusterClient client = cluster.connect()) {
      LiveBinding binding = cluster.binding(client, name);
      var history = binding.status().history();
      if (format.isStructured()) {
        ResultWriter.write(spec, format, Map.of("history", history));
      } else if (history.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                "%s: the operator has pushed no tag for it yet."
                    .formatted(ClusterOptions.what(binding.namespace(), name)));
      } else {
        ResultWriter.write(
            spec, HistoryTable.of(history, format == OutputFormat.WIDE, Instant.now()));
      }
      return 0;
    }
  }
}
