package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.command.part.ConsentWriter;
import dev.gitopsbinding.cli.report.Consent;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets the operator send a Secret to hosts. */
@Command(
    name = "secret",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lets the operator send a Secret to hosts, for the bindings of its namespace (annotation"
          + " gitopsbinding.dev/hosts). No value of the Secret is read.",
      "",
      "Example: ${COMMAND-FULL-NAME} acme-https -n shop --host github.com"
    })
final class AllowSecretCommand implements Callable<Integer> {
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AllowCommand.Options options = new AllowCommand.Options();

  @Parameters(paramLabel = "NAME", description = "The Secret.")
  private String name = "";

  @Option(
      names = "--host",
      paramLabel = "HOST",
      required = true,
      split = ",",
      description =
          "A host, with its port unless that is 22 or 443: github.com, git.example.com:2222. Repeatable.")
  private List<String> hosts = List.of();

  @Override
  public Integer call() {
    List<String> wanted = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    wanted.forEach(this::refuseOther);
    try (ClusterClient client = options.cluster().connect()) {
      String namespace = options.cluster().namespace(client);
      String what = "Secret " + namespace + "/" + name;
      return new ConsentWriter(
              spec,
              ResourcePath.secrets(namespace).named(name),
              what,
              GitOpsBinding.HOSTS,
              options.isAgreed())
          .write(client, wanted, consent -> question(what, namespace, consent));
    }
  }

  private static String question(String what, String namespace, Consent consent) {
    String before =
        consent.before().isEmpty()
            ? "The annotation names no host now; a Secret of type kubernetes.io/ssh-auth, which goes to any SSH"
                + " host without it, will go to the named hosts only."
            : "The annotation names now: " + consent.now() + ".";
    return """
    %s
    %s may then be sent to %s by every binding of namespace %s: whoever may create one there can use it at these hosts.
    Allow that?\
    """
        .formatted(before, what, String.join(", ", consent.added()), namespace);
  }

  private void refuseOther(String host) {
    if (!HOST.matcher(host).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--host: '%s' is not a host. Write github.com or git.example.com:2222, without scheme and path."
              .formatted(host));
    }
  }
}
