package dev.gitopsbinding.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.command.part.ClusterOptions;
import dev.gitopsbinding.cli.command.part.ResultWriter;
import dev.gitopsbinding.cli.report.LiveBinding;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.model.text.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Requests a sync now. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Requests a sync at once, with fresh reads, in place of waiting for spec.interval.",
      "",
      "A tag that somebody replaced in the manifest (ManifestChanged), and one that is on hold (SourceRewound,"
          + " RolledBack, PullRequestClosed), is written nevertheless."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the sync is requested; with --wait: each binding is Ready after it",
      "1:a binding cannot be read or changed",
      "2:wrong usage",
      "3:with --wait: a sync ended, and the binding is not Ready",
      "4:with --wait: the time was up before a sync had ended"
    })
public final class SyncCommand implements Callable<Integer> {
  private static final int NOT_READY = 3;
  private static final int TIME_UP = 4;
  private static final int SECONDS = 120;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The bindings.")
  private List<String> names = List.of();

  @Option(names = "--wait", description = "Wait until the sync has ended, and say how.")
  private boolean isWaiting;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "With --wait: how long at most (default: " + SECONDS + ").")
  private @Nullable Integer timeout;

  @Override
  public Integer call() throws InterruptedException {
    if (timeout != null && !isWaiting) {
      throw new ParameterException(spec.commandLine(), "--timeout needs --wait.");
    }
    Instant end = Instant.now().plusSeconds(seconds());
    try (ClusterClient client = cluster.connect()) {
      String request = Instant.now().toString();
      for (String name : names) {
        request(client, name, request);
      }
      int code = 0;
      if (isWaiting) {
        for (String name : names) {
          code = Math.max(code, await(client, name, request, end));
        }
      }
      return code;
    }
  }

  private int seconds() {
    return timeout == null ? SECONDS : timeout;
  }

  private void request(ClusterClient client, String name, String request) {
    LiveBinding binding = cluster.binding(client, name);
    String what = ClusterOptions.what(binding.namespace(), name);
    client.patch(ResourcePath.bindings(binding.namespace()).named(name), annotation(request), what);
    boolean isSuspended = binding.spec() != null && Boolean.TRUE.equals(binding.spec().suspend());
    say(
        isSuspended
            ? "%s: a sync is requested, but it is suspended. `kubectl gitopsbinding resume %s -n %s` resumes it."
                .formatted(what, name, binding.namespace())
            : what + ": a sync is requested.");
    if (isSuspended && isWaiting) {
      throw new CommandFailure(what + " is suspended: there is nothing to wait for");
    }
  }

  private static JsonNode annotation(String request) {
    var patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").putObject("annotations").put(GitOpsBinding.REQUESTED_AT, request);
    return patch;
  }

  private int await(ClusterClient client, String name, String request, Instant end)
      throws InterruptedException {
    while (true) {
      LiveBinding binding = cluster.binding(client, name);
      GitOpsBindingStatus status = binding.status();
      String what = ClusterOptions.what(binding.namespace(), name);
      if (request.equals(status.lastHandledRequestedAt())) {
        return ended(binding, what);
      }
      if (Instant.now().isAfter(end)) {
        say("%s: the sync has not ended within %d s.".formatted(what, seconds()));
        return TIME_UP;
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private int ended(LiveBinding binding, String what) {
    BindingCondition ready = binding.condition(ConditionType.READY).orElse(null);
    if (ready == null) {
      say(what + ": not Ready.");
      return NOT_READY;
    }
    boolean isReady = "True".equals(ready.status());
    say(
        "%s: %s (%s): %s"
            .formatted(
                what,
                isReady ? "Ready" : "not Ready",
                OneLine.of(ready.reason(), LONGEST_MESSAGE),
                OneLine.of(ready.message(), LONGEST_MESSAGE)));
    return isReady ? 0 : NOT_READY;
  }

  private void say(String line) {
    ResultWriter.write(spec, line + "\n");
  }
}
