package dev.gitopsbinding.cli.command.part;

import dev.gitopsbinding.cli.cluster.ClusterAccess;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.report.LiveBinding;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.model.text.EditDistance;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that use the cluster, as kubectl has them. */
public final class ClusterOptions {
  private static final int NEAR = 3;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace (default: that of the kubeconfig's context).")
  private @Nullable String namespace;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Another context of the kubeconfig.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Another kubeconfig (default: KUBECONFIG, else ~/.kube/config).")
  private @Nullable Path kubeconfig;

  public ClusterClient connect() {
    return new ClusterClient(ClusterAccess.config(kubeconfig, context));
  }

  public String namespace(ClusterClient client) {
    return Objects.requireNonNullElse(namespace, client.namespace());
  }

  /**
   * Reads a binding.
   *
   * @throws CommandFailure if there is none; the message names one that may be meant
   */
  public LiveBinding binding(ClusterClient client, String name) {
    String in = namespace(client);
    return client
        .find(ResourcePath.bindings(in).named(name), what(in, name))
        .map(LiveBinding::of)
        .orElseThrow(() -> new CommandFailure(missing(client, in, name)));
  }

  /** What messages call a binding. */
  public static String what(String namespace, String name) {
    return "GitOpsBinding " + namespace + "/" + name;
  }

  private static String missing(ClusterClient client, String namespace, String name) {
    List<String> others =
        StreamSupport.stream(
                client
                    .get(ResourcePath.bindings(namespace), "GitOpsBindings of " + namespace)
                    .path("items")
                    .spliterator(),
                false)
            .map(object -> object.at("/metadata/name").asText())
            .sorted(Comparator.comparingInt(other -> EditDistance.between(other, name)))
            .toList();
    String hint =
        others.isEmpty()
            ? "The namespace has no bindings; -n names another one"
            : EditDistance.between(others.getFirst(), name) <= NEAR
                ? "Did you mean %s?".formatted(others.getFirst())
                : "`kubectl gitopsbinding list -n %s` shows those that do".formatted(namespace);
    return "%s does not exist. %s".formatted(what(namespace, name), hint);
  }
}
