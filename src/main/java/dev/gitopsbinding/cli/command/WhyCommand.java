package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.OutputOption;
import dev.gitopsbinding.cli.command.part.ResultWriter;
import dev.gitopsbinding.cli.report.WhyReport;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a binding is as it is, and what to do. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how far the newest commit has come, what stops it, and what to do next.",
      "",
      "It reads the binding alone, with your rights.",
      "",
      "Example: ${COMMAND-FULL-NAME} web -n shop"
    })
public final class WhyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The binding.")
  private String name = "";

  @Override
  public Integer call() {
    try (ClusterClient client = cluster.connect()) {
      WhyReport report = WhyReport.of(cluster.binding(client, name), Instant.now());
      if (output.format().isStructured()) {
        ResultWriter.write(spec, output.format(), report.fields());
      } else {
        ResultWriter.write(spec, report.text());
      }
      return 0;
    }
  }
}
