package dev.gitopsbinding.cli;

import dev.gitopsbinding.cli.migrate.ManifestWriter;
import dev.gitopsbinding.cli.migrate.Migration;
import dev.gitopsbinding.cli.migrate.MigrationReport;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints bindings and Secrets for Deployments that are annotated for gitops-operator. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints bindings for Deployments that are annotated for gitops-operator.",
      "",
      "It reads the annotations gitops.operator.*, and prints a binding for each Deployment and the Secrets"
          + " that the bindings need, as YAML to review and apply. A report says what maps, what"
          + " changes, and what cannot be carried over.",
      "",
      "The bindings have spec.suspend: true, so that no two controllers push: set"
          + " gitops.operator.enabled to \"false\" first, then spec.suspend to false.",
      "",
      "Nothing in the cluster is changed, and no Secret is read: values are placeholders."
    },
    footer = {
      "",
      "Examples:",
      "  ${COMMAND-FULL-NAME} --cluster --report notes.md > moved.yaml",
      "  kubectl get deploy -A -o json | ${COMMAND-FULL-NAME} - > moved.yaml",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each annotated Deployment has a binding",
      "1:the input or the cluster cannot be read, or the report cannot be written; nothing is printed",
      "2:wrong usage",
      "3:an annotated Deployment has no binding; the report says why. The others are printed",
      "4:no Deployment is annotated"
    })
final class MigrateCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 3;
  private static final int NONE_FOUND = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "YAML (several documents, or a List) or JSON; - is the standard input. At most 64 MiB of"
              + " JSON or 16 MiB of YAML each.")
  private List<String> files = List.of();

  @Option(
      names = "--cluster",
      description =
          "Read the cluster of the kubeconfig instead: GET requests for Deployments only.")
  private boolean isCluster;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "With --cluster: another kubeconfig.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "With --cluster: another context.")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description =
          "With --cluster: only this namespace (default: all). With files: the namespace of"
              + " Deployments that name none (default: that of their annotation namespace, else default).")
  private @Nullable String namespace;

  @Option(
      names = "--active",
      description =
          "Print bindings of enabled Deployments without spec.suspend: true. They push as soon as"
              + " they are created: set gitops.operator.enabled to \"false\" before.")
  private boolean isActive;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write the report (Markdown) to a file; by default it goes to the standard error.")
  private @Nullable Path report;

  @Override
  public Integer call() {
    refuseWrongUsage();
    Migration migration = read().migrate(namespace, isActive);
    PrintWriter errors = spec.commandLine().getErr();
    if (report == null) {
      errors.print(MigrationReport.of(migration));
    } else {
      writeReport(report, MigrationReport.of(migration));
      errors.println(MigrationReport.summary(migration) + " Report: " + report);
    }
    errors.flush();
    PrintWriter output = spec.commandLine().getOut();
    output.print(ManifestWriter.write(migration));
    output.flush();
    if (output.checkError()) {
      throw new CommandFailure("The standard output cannot be written");
    }
    if (migration.deployments().isEmpty()) {
      return NONE_FOUND;
    }
    return migration.isComplete() ? 0 : INCOMPLETE;
  }

  private void refuseWrongUsage() {
    if (isCluster && !files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Name files or --cluster, not both.");
    }
    if (!isCluster && files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name files, - for the standard input, or --cluster.");
    }
    if (!isCluster && (kubeconfig != null || context != null)) {
      throw new ParameterException(
          spec.commandLine(), "--kubeconfig and --context need --cluster.");
    }
  }

  private DeploymentCollector read() {
    var collector = new DeploymentCollector();
    if (isCluster) {
      ClusterReader.read(kubeconfig, context, namespace, ClusterReader.PAGE, collector);
    } else {
      for (String file : files) {
        collector.addAll(
            file.equals("-") ? "standard input" : file,
            ObjectReader.read(file, YamlObjects.Scalars.TEXTS));
      }
    }
    return collector;
  }

  private static void writeReport(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandFailure("The report cannot be written to " + file, e);
    }
  }
}
