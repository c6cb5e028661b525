package dev.gitopsbinding.cli;

import dev.gitopsbinding.cli.preview.PreviewInput;
import dev.gitopsbinding.cli.preview.PreviewResult;
import dev.gitopsbinding.cli.preview.PreviewResult.Step;
import dev.gitopsbinding.cli.preview.PreviewRuntime;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what the operator would do for bindings, without a cluster and without a push. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what the operator would do now for bindings in files, with a diff, and pushes nothing.",
      "",
      "It reads git hosts, registries and forges by the operator's rules, and"
          + " its settings (the environment variables GITOPSBINDING_…). Nothing is pushed, and no"
          + " cluster is read.",
      "",
      "Bindings are checked by the operator's own rules. The definition's rules in CEL are checked by the"
          + " API server only. The target in the cluster is not known, so its imagePullSecrets are not used."
    },
    footer = {"", "Example: ${COMMAND-FULL-NAME} -f binding.yaml --secret secret.yaml", ""},
    exitCodeOnInvalidInput = PreviewCommand.WRONG_USAGE,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing would be written: each binding is up to date, waits, or is on hold",
      "1:a binding is not valid or its sync would fail, or a file cannot be read",
      "2:at least one binding would push, and none fails",
      "64:wrong usage"
    })
final class PreviewCommand implements Callable<Integer> {
  static final int WRONG_USAGE = 64;
  private static final int WOULD_WRITE = 2;
  private static final String CACHE = "GITOPSBINDING_CACHE_DIR";
  private static final int MOST_CONTEXT = 100;

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description =
          "Bindings, and Secrets if you like: YAML (several documents, or a List) or JSON; - is the"
              + " standard input. Repeatable.")
  private List<String> files = List.of();

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      description =
          "Secrets that the bindings name, as Kubernetes objects with their type and annotations."
              + " Repeatable. No value of them is printed.")
  private List<String> secrets = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The namespace of objects that name none (default: ${DEFAULT-VALUE}).")
  private String namespace = "default";

  @Option(
      names = "--resumed",
      description = "Preview suspended bindings as if spec.suspend were false.")
  private boolean isResumed;

  @Option(
      names = "--context",
      paramLabel = "LINES",
      defaultValue = "3",
      description =
          "How many unchanged lines a diff shows around a changed one (default: ${DEFAULT-VALUE}).")
  private int context;

  /**
   * @param environment the operator's settings
   */
  PreviewCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    refuseWrongUsage();
    PreviewInput input = read();
    PrintWriter errors = spec.commandLine().getErr();
    input.ignored().forEach(line -> errors.println("Ignored: " + line));
    errors.flush();
    if (input.isEmpty()) {
      throw new CommandFailure("There is no GitOpsBinding in the files");
    }
    List<PreviewResult> results = preview(input);
    print(results);
    if (results.stream().anyMatch(result -> result.step() == Step.FAIL)) {
      return CliMain.FAILED;
    }
    return results.stream().anyMatch(result -> result.step() == Step.WRITE) ? WOULD_WRITE : 0;
  }

  private void refuseWrongUsage() {
    if (Stream.concat(files.stream(), secrets.stream()).filter("-"::equals).count() > 1) {
      throw new ParameterException(spec.commandLine(), "Name the standard input once only.");
    }
    if (context < 0 || context > MOST_CONTEXT) {
      throw new ParameterException(
          spec.commandLine(), "--context must be from 0 to %d.".formatted(MOST_CONTEXT));
    }
  }

  private PreviewInput read() {
    var input = new PreviewInput(namespace);
    Stream.concat(files.stream(), secrets.stream())
        .forEach(file -> input.addAll(ObjectReader.read(file, YamlObjects.Scalars.TYPED)));
    return input;
  }

  private List<PreviewResult> preview(PreviewInput input) throws InterruptedException {
    try (var folder = TemporaryFolder.create();
        var runtime = new PreviewRuntime(input, config(folder.path()), context)) {
      return runtime.preview(isResumed);
    } catch (ConfigException e) {
      throw new CommandFailure("A setting is wrong", e);
    } catch (IOException e) {
      throw new CommandFailure("The temporary folder cannot be written", e);
    }
  }

  /** The operator's settings. Local copies get a folder of their own, which is deleted. */
  private OperatorConfig config(Path folder) throws ConfigException {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put(CACHE, folder.toString());
    return OperatorConfig.read(settings, namespace);
  }

  private void print(List<PreviewResult> results) {
    PrintWriter output = spec.commandLine().getOut();
    for (PreviewResult result : results) {
      output.println(result.line());
      output.print(result.diff());
    }
    output.flush();
    if (output.checkError()) {
      throw new CommandFailure("The standard output cannot be written");
    }
  }
}
