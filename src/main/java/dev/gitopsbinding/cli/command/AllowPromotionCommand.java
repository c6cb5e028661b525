package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.ConsentWriter;
import dev.gitopsbinding.cli.report.Consent;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets bindings of other namespaces follow a binding. */
@Command(
    name = "promotion",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lets the bindings of other namespaces follow a binding (annotation gitopsbinding.dev/promote-to).",
      "",
      "Example: ${COMMAND-FULL-NAME} web -n staging --to production"
    })
final class AllowPromotionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AllowCommand.Options options = new AllowCommand.Options();

  @Parameters(paramLabel = "NAME", description = "The binding that may be followed.")
  private String name = "";

  @Option(
      names = "--to",
      paramLabel = "NAMESPACE",
      required = true,
      split = ",",
      description = "A namespace whose bindings may follow it. Repeatable.")
  private List<String> namespaces = List.of();

  @Override
  public Integer call() {
    namespaces.forEach(ResourcePath::bindings);
    try (ClusterClient client = options.cluster().connect()) {
      String namespace = options.cluster().namespace(client);
      String what = ClusterOptions.what(namespace, name);
      return new ConsentWriter(
              spec,
              ResourcePath.bindings(namespace).named(name),
              what,
              GitOpsBinding.PROMOTE_TO,
              options.isAgreed())
          .write(client, namespaces, consent -> question(what, consent));
    }
  }

  private static String question(String what, Consent consent) {
    return """
    %s may be followed from other namespaces now: %s.
    The bindings of %s will then learn which commits it has rolled out, the reason of a hold, and the branch and URL of its source.
    Allow that?\
    """
        .formatted(what, consent.now(), String.join(", ", consent.added()));
  }
}
