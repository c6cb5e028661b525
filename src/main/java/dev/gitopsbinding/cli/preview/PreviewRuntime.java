package dev.gitopsbinding.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.app.FinderFactory;
import dev.gitopsbinding.app.HostParts;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.controller.index.BindingIndex;
import dev.gitopsbinding.controller.index.ParsedBindings;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.controller.index.SourceChanges;
import dev.gitopsbinding.controller.sync.ActionExecutor;
import dev.gitopsbinding.controller.sync.BindingSigners;
import dev.gitopsbinding.controller.sync.PreviewExecutor;
import dev.gitopsbinding.controller.sync.PushExecutor;
import dev.gitopsbinding.controller.sync.Sync;
import dev.gitopsbinding.controller.sync.SyncResult;
import dev.gitopsbinding.controller.sync.UncertainPushes;
import dev.gitopsbinding.controller.sync.fact.BranchRewrites;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.delivery.Deliveries;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.sign.CommitSigners;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.MonotonicClock;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.rule.Rules;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The parts of the operator that are needed to plan, without those that push: there is no delivery
 * at all.
 */
public final class PreviewRuntime implements AutoCloseable {
  /** Each sync looks for some images only, see {@code SelectedCommitFinder}. */
  private static final int MOST_SYNCS = 10;

  private final PreviewInput input;
  private final OperatorConfig config;
  private final Clock clock = Clock.systemUTC();
  private final Instant begun;
  private final HostParts hosts;
  private final Sync sync;

  /**
   * Starts the parts; no host is contacted yet.
   *
   * @param config its cache folder must be for this runtime only
   * @param contextLines how many unchanged lines a diff shows around a changed one
   * @throws IOException if the cache folder cannot be written
   */
  public PreviewRuntime(PreviewInput input, OperatorConfig config, int contextLines)
      throws IOException {
    this.input = input;
    this.config = config;
    Clock steady = new MonotonicClock();
    begun = steady.instant();
    MemoryBudget memory = MemoryBudget.ofHeap();
    var listeners =
        new HostParts.Listeners(
            new SilentGitListener(), (_, _, _) -> {}, () -> (_, _, _, _, _) -> {});
    hosts = HostParts.start(config, listeners, clock, steady, memory);
    FileSecrets secrets = input.secrets();
    var remotes =
        new CredentialedRemotes(
            secrets, config.git().allowedHosts(), new SchemePolicy(config.git().allowHttp()));
    var edits = new ManifestEdits(FinderFactory.editKinds(config.yaml()));
    var workers = new YamlWorkers(config.yaml(), memory);
    Lanes lanes = hosts.git().lanes();
    var signers =
        new BindingSigners(secrets, () -> new CommitSigners(lanes.committers(), clock, steady));
    sync =
        new Sync(
            new Planner(Rules.IN_ORDER),
            finders(secrets, remotes, edits, workers, steady).finders(),
            new PushExecutor(
                remotes,
                signers,
                new Deliveries(List.of()),
                edits,
                workers,
                new UncertainPushes(false),
                _ -> {}),
            new PreviewExecutor(
                remotes, lanes, edits, workers, DiffLimits.withContext(contextLines)),
            ActionExecutor.none(),
            steady);
  }

  /** Those of a process that knows no other binding, and looks for everything at once. */
  private FinderFactory finders(
      FileSecrets secrets,
      CredentialedRemotes remotes,
      ManifestEdits edits,
      YamlWorkers workers,
      Clock steady) {
    var noOthers = new BindingIndex(new ParsedBindings(config.maxTimeout()));
    return new FinderFactory(
        new FinderFactory.Parts(
            secrets,
            remotes,
            hosts,
            new SourceChanges(noOthers, new ReconcileTimer(), _ -> {}),
            edits,
            workers,
            new BranchRewrites(),
            (_, _, _) -> true,
            _ -> Optional.empty(),
            _ -> Optional.empty(),
            _ -> true,
            clock,
            steady,
            null,
            List.of()));
  }

  /**
   * What the operator would do for each binding of the input, in their order.
   *
   * @param resumed whether bindings that are suspended count as such that are not
   */
  public List<PreviewResult> preview(boolean resumed) throws InterruptedException {
    List<PreviewResult> results = new ArrayList<>();
    for (JsonNode object : input.bindings()) {
      results.add(preview(object, resumed));
    }
    return results;
  }

  private PreviewResult preview(JsonNode object, boolean resumed) throws InterruptedException {
    String namespace = input.namespaceOf(object);
    var id = new BindingId(namespace, object.at("/metadata/name").asText("?"));
    return switch (BindingReader.read(object, namespace, clock.instant(), resumed)) {
      case Result.Failed<BindingReader.Read>(var failure) -> PreviewResult.failed(id, failure);
      case Result.Ok<BindingReader.Read>(var read) ->
          preview(read.binding().withTimeoutAtMost(config.maxTimeout()), read.status());
    };
  }

  private PreviewResult preview(Binding binding, GitOpsBindingStatus status)
      throws InterruptedException {
    var start = Observation.of(binding, status, null, new Workload.Missing(), begun);
    SyncResult ended = sync.run(start, () -> false);
    for (int i = 1; i < MOST_SYNCS && goesOn(ended); i++) {
      ended = sync.run(start, () -> false);
    }
    return PreviewResult.of(
        binding, Objects.requireNonNull(ended.outcome(), "nothing is withdrawn"));
  }

  private static boolean goesOn(SyncResult ended) {
    return ended
        .observation()
        .known(Questions.SELECTED_COMMIT)
        .filter(SelectedCommit::partial)
        .isPresent();
  }

  @Override
  public void close() {
    hosts.git().close();
    hosts.closing().forEach(Runnable::run);
  }
}
