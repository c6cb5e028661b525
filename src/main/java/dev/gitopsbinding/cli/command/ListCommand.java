package dev.gitopsbinding.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.OutputOption;
import dev.gitopsbinding.cli.command.part.ResultWriter;
import dev.gitopsbinding.cli.report.BindingTable;
import dev.gitopsbinding.cli.report.LiveBinding;
import dev.gitopsbinding.status.BindingState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists bindings, those that need a person's look first. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists bindings, those that need a person's look first.",
      "",
      "States: failed (the last sync failed), held (a person has to decide), waiting (something has"
          + " to happen elsewhere first), suspended, ready. -o wide shows commits and messages too."
    })
public final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The bindings of all namespaces.")
  private boolean isEverywhere;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only bindings in one of these states.")
  private List<String> states = List.of();

  @Override
  public Integer call() {
    states.forEach(this::refuseUnknown);
    try (ClusterClient client = cluster.connect()) {
      String namespace = cluster.namespace(client);
      JsonNode list =
          client.get(
              isEverywhere ? ResourcePath.allBindings() : ResourcePath.bindings(namespace),
              isEverywhere ? "GitOpsBindings" : "GitOpsBindings of " + namespace);
      if (output.format().isStructured()) {
        ResultWriter.write(
            spec, output.format(), ResultWriter.withoutManagedFields(filtered(list)));
        return 0;
      }
      List<LiveBinding> bindings =
          StreamSupport.stream(list.path("items").spliterator(), false)
              .map(LiveBinding::of)
              .filter(this::isWanted)
              .toList();
      if (bindings.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                isEverywhere ? "No bindings found." : "No bindings found in " + namespace + ".");
        return 0;
      }
      ResultWriter.write(
          spec,
          BindingTable.of(
              BindingTable.sorted(bindings), isEverywhere, output.isWide(), Instant.now()));
      return 0;
    }
  }

  private JsonNode filtered(JsonNode list) {
    if (!states.isEmpty() && list instanceof ObjectNode object) {
      ArrayNode kept = object.arrayNode();
      list.path("items")
          .forEach(
              item -> {
                if (isWanted(LiveBinding.of(item))) {
                  kept.add(item);
                }
              });
      object.set("items", kept);
    }
    return list;
  }

  private boolean isWanted(LiveBinding binding) {
    return states.isEmpty() || states.contains(binding.state().text());
  }

  private void refuseUnknown(String state) {
    if (BindingState.of(state).isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--state must be one of %s, but was %s."
              .formatted(
                  Arrays.stream(BindingState.values())
                      .map(BindingState::text)
                      .collect(Collectors.joining(", ")),
                  state));
    }
  }
}
