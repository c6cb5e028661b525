package dev.gitopsbinding.cli.command;

import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.command.part.BindingCreation;
import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.HostKeyChoice;
import dev.gitopsbinding.cli.command.part.OutputOption;
import dev.gitopsbinding.cli.command.part.TerminalInput;
import dev.gitopsbinding.cli.create.CreateAnswers;
import dev.gitopsbinding.cli.create.CreatePlan;
import dev.gitopsbinding.cli.create.RepositoryAnswer;
import dev.gitopsbinding.cli.create.WorkloadImages;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.cli.terminal.TerminalQuestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a first binding, with the keys and Secrets that it needs. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a binding, with the keys and Secrets that it needs, and asks for what no option says.",
      "",
      "Repositories that are reached by SSH get a key and a Secret each. The host's key is fetched and shown, and used only once you have compared it. Nothing"
          + " is created before you agree, and nothing that exists is replaced.",
      "",
      "At the end it says which public key has to be added where."
    },
    footer = {
      "",
      "Example: ${COMMAND-FULL-NAME} web -n shop --image ghcr.io/acme/web \\",
      "  --source git@github.com:acme/web.git \\",
      "  --manifest git@github.com:acme/deploy.git \\",
      "  --path apps/web/deployment.yaml",
      ""
    })
public final class CreateCommand implements Callable<Integer> {
  private static final String BRANCH = "main";
  private static final String DEPLOYMENT = "Deployment";

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "The binding.")
  private String name = "";

  @Option(
      names = "--target",
      paramLabel = "KIND/NAME",
      description = "The workload that runs the image (default: Deployment/NAME).")
  private @Nullable String target;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Its image, without a tag (default: what a Deployment runs).")
  private @Nullable String image;

  @Option(names = "--source", paramLabel = "URL", description = "The repository with the code.")
  private @Nullable String source;

  @Option(
      names = "--source-branch",
      paramLabel = "BRANCH",
      description = "Its branch (default: main).")
  private @Nullable String sourceBranch;

  @Option(
      names = "--source-secret",
      paramLabel = "NAME",
      description = "A Secret that exists, in place of a new one.")
  private @Nullable String sourceSecret;

  @Option(
      names = "--manifest",
      paramLabel = "URL",
      description = "The repository that the tag is written to.")
  private @Nullable String manifest;

  @Option(
      names = "--manifest-branch",
      paramLabel = "BRANCH",
      description = "Its branch (default: main).")
  private @Nullable String manifestBranch;

  @Option(
      names = "--manifest-secret",
      paramLabel = "NAME",
      description = "A Secret that exists, in place of a new one.")
  private @Nullable String manifestSecret;

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description = "The file in it that holds the image.")
  private @Nullable String path;

  @Option(
      names = "--host-key",
      paramLabel = "SHA256:…",
      description =
          "The fingerprint that the owner of a host publishes: a host that shows this key is not asked about, and"
              + " one that shows another is refused. Repeatable.")
  private List<String> hostKeys = List.of();

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description = "Lines for known_hosts, in place of a scan.")
  private @Nullable Path knownHosts;

  @Option(
      names = "--yes",
      description = "Make keys and Secrets without asking. Host keys are never accepted by this.")
  private boolean isAgreed;

  @Option(
      names = "--dry-run",
      description = "Print the objects, with placeholders for keys, and create nothing.")
  private boolean isDry;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "yaml or json: print the objects as with --dry-run.")
  private OutputOption.@Nullable Format format;

  /**
   * A command.
   *
   * @param environment the operator's settings, which also say which hosts may be scanned
   */
  public CreateCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    if (format != null && !format.isStructured()) {
      throw new ParameterException(spec.commandLine(), "-o must be yaml or json.");
    }
    try (ClusterClient client = cluster.connect()) {
      TerminalQuestion question = TerminalInput.question(spec);
      CreatePlan plan = CreatePlan.of(answers(client, question));
      if (plan.lacksLogin()) {
        throw new CommandFailure(
            "--manifest: nobody may push by https without a login. Make a Secret with username and password (a token),"
                + " allow it to be sent there, and name it by --manifest-secret:\n"
                + loginCommands(plan.answers()));
      }
      var creation = new BindingCreation(spec, client, question, plan);
      if (isDry || format != null) {
        creation.print(format == null ? OutputOption.Format.YAML : format);
        return 0;
      }
      creation.create(
          new HostKeyChoice(spec, question, environment, hostKeys, knownHosts), isAgreed);
      return 0;
    }
  }

  private static String loginCommands(CreateAnswers answers) {
    String secret = answers.name() + "-manifest-https";
    return """
    kubectl create secret generic %1$s -n %2$s --from-literal=username=bot --from-file=password=TOKEN_FILE
    kubectl gitopsbinding allow secret %1$s -n %2$s --host %3$s\
    """
        .formatted(secret, answers.namespace(), answers.manifest().url().hostAndPort());
  }

  private CreateAnswers answers(ClusterClient client, TerminalQuestion question) {
    String namespace = cluster.namespace(client);
    String[] workload = (target == null ? DEPLOYMENT + "/" + name : target).split("/", 2);
    String kind = workload.length == 1 ? DEPLOYMENT : workload[0];
    String workloadName = workload[workload.length - 1];
    return new CreateAnswers(
        namespace,
        name,
        kind,
        workloadName,
        image(client, question, kind, workloadName),
        repository(
            "--source",
            asked(
                question,
                source,
                "Repository with the code (git@github.com:acme/web.git)",
                "--source"),
            sourceBranch,
            sourceSecret),
        repository(
            "--manifest",
            asked(
                question,
                manifest,
                "Repository that the tag is written to (git@github.com:acme/deploy.git)",
                "--manifest"),
            manifestBranch,
            manifestSecret),
        asked(
            question,
            path,
            "File in it that holds the image (apps/web/deployment.yaml)",
            "--path"));
  }

  /** What the workload runs is proposed, if it is there and runs one image. */
  private String image(
      ClusterClient client, TerminalQuestion question, String kind, String workload) {
    if (image != null) {
      return image;
    }
    String running =
        kind.equals(DEPLOYMENT)
            ? client
                .find(
                    ResourcePath.deployments(cluster.namespace(client)).named(workload),
                    kind + " " + workload)
                .flatMap(WorkloadImages::only)
                .orElse(null)
            : null;
    return question.value(
        "Image of %s %s, without a tag, such as ghcr.io/acme/web".formatted(kind, workload),
        running,
        "--image");
  }

  private static String asked(
      TerminalQuestion question, @Nullable String option, String text, String name) {
    return option == null ? question.value(text, null, name) : option;
  }

  private static RepositoryAnswer repository(
      String option, String text, @Nullable String branch, @Nullable String secret) {
    try {
      return RepositoryAnswer.of(text, branch == null ? BRANCH : branch, secret);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(option + ": the URL", e);
    }
  }
}
