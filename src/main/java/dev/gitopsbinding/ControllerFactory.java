package dev.gitopsbinding;

import dev.gitopsbinding.delivery.push.BranchDelivery;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.metrics.BindingMeters;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.rule.Rules;
import dev.gitopsbinding.reconcile.ApiPermits;
import dev.gitopsbinding.reconcile.BindingReconciler;
import dev.gitopsbinding.reconcile.BindingSync;
import dev.gitopsbinding.reconcile.BranchRewrites;
import dev.gitopsbinding.reconcile.DeploymentKind;
import dev.gitopsbinding.reconcile.EventRecorder;
import dev.gitopsbinding.reconcile.Executor;
import dev.gitopsbinding.reconcile.FactFinder;
import dev.gitopsbinding.reconcile.FactFinders;
import dev.gitopsbinding.reconcile.ImageLooks;
import dev.gitopsbinding.reconcile.ImageReads;
import dev.gitopsbinding.reconcile.ManifestChangeFinder;
import dev.gitopsbinding.reconcile.ManifestEdits;
import dev.gitopsbinding.reconcile.ManifestFinder;
import dev.gitopsbinding.reconcile.Neighbours;
import dev.gitopsbinding.reconcile.OwnCommitFinder;
import dev.gitopsbinding.reconcile.ParsedBindings;
import dev.gitopsbinding.reconcile.PushDoubts;
import dev.gitopsbinding.reconcile.Remotes;
import dev.gitopsbinding.reconcile.Schedule;
import dev.gitopsbinding.reconcile.SecretProber;
import dev.gitopsbinding.reconcile.SecretStore;
import dev.gitopsbinding.reconcile.SourceTipFinder;
import dev.gitopsbinding.reconcile.StatusWriter;
import dev.gitopsbinding.reconcile.Sync;
import dev.gitopsbinding.reconcile.SyncReporter;
import dev.gitopsbinding.reconcile.SyncRunner;
import dev.gitopsbinding.reconcile.UnreadableBindings;
import dev.gitopsbinding.reconcile.WorkloadKinds;
import dev.gitopsbinding.reconcile.YamlWorkers;
import dev.gitopsbinding.registry.lookup.Registries;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Puts the controller of bindings together. */
public final class ControllerFactory {
  /** The kinds of workloads that bindings can name as their target. */
  private static final WorkloadKinds WORKLOADS =
      new WorkloadKinds(List.of(new DeploymentKind()));

  private final Parts parts;
  private final ApiPermits permits = new ApiPermits();
  private final PushDoubts doubts = new PushDoubts();
  private final BranchRewrites rewrites = new BranchRewrites();
  private final ParsedBindings parsed;
  private final Neighbours neighbours;
  private final SecretStore secrets;
  private final Remotes remotes;
  private final ManifestEdits edits;
  private final ImageReads imageReads;
  private final YamlWorkers workers;
  private final Executor executor;
  private final Schedule schedule;
  private final SecretProber secretProber;
  private final StatusWriter statuses;
  private final SyncReporter reporter;

  private ControllerFactory(Parts parts) {
    this.parts = parts;
    parsed = new ParsedBindings(parts.maxTimeout());
    neighbours = new Neighbours(parsed, WORKLOADS);
    secrets = new SecretStore(parts.client(), permits, parts.steady(), parts.secretTtl());
    secretProber = new SecretProber(secrets, neighbours::runAfter, neighbours::wake);
    remotes = new Remotes(secrets, parts.allowedHosts(), parts.schemes());
    edits = new ManifestEdits(editKinds(parts));
    imageReads = new ImageReads(edits);
    workers = new YamlWorkers(parts.yamlLimits(), parts.memory());
    executor =
        new Executor(
            remotes,
            new BranchDelivery(parts.lanes()),
            edits,
            workers,
            doubts,
            neighbours::wake);
    schedule = new Schedule(parts.steady(), () -> ThreadLocalRandom.current().nextDouble());
    statuses =
        new StatusWriter(
            new EventRecorder(parts.client(), permits, parts.instance(), parts.clock()),
            permits,
            neighbours::wake);
    reporter = new SyncReporter(parts.meters(), parts.clock());
  }

  /**
   * What a controller is made of.
   *
   * @param clock for the times in statuses and events
   * @param steady tells how old a read is; nobody sets it
   * @param allowedHosts which hosts bindings may name
   * @param schemes which schemes their URLs may have
   * @param yamlLimits what manifest files may ask of the parser
   * @param memory what is parsed takes its room from it
   * @param secretTtl how long a Secret is held in memory
   * @param maxTimeout how long one sync may wait at most
   * @param instance tells replicas apart in events, at most 128 characters
   */
  public record Parts(
      KubernetesClient client,
      SourceTips sourceTips,
      Lanes lanes,
      Registries registries,
      BindingMeters meters,
      Clock clock,
      Clock steady,
      AllowedHosts allowedHosts,
      SchemePolicy schemes,
      YamlLimits yamlLimits,
      MemoryBudget memory,
      Duration secretTtl,
      Duration maxTimeout,
      String instance) {}

  /**
   * A controller.
   *
   * @param reconciler to be registered once
   * @param pushes those that were sent and whose result is not in a status yet
   */
  public record Controller(BindingReconciler reconciler, Executor pushes) {}

  /** A controller, to be started once. */
  public static Controller create(Parts parts) {
    return new ControllerFactory(parts).create();
  }

  /** The kinds of manifest files that can be edited; the first that recognizes a file edits it. */
  private static EditKinds editKinds(Parts parts) {
    return new EditKinds(List.of(new WorkloadEditKind(parts.yamlLimits())));
  }

  /** One for each question that a rule may ask. */
  private List<FactFinder<?>> finders() {
    var images = new ImageLooks(secrets, parts.registries(), schedule::lookIsDue);
    return List.of(
        new SourceTipFinder(remotes, parts.sourceTips(), neighbours),
        new ManifestFinder(remotes, parts.lanes(), imageReads, workers, rewrites),
        new OwnCommitFinder(remotes, parts.lanes(), imageReads, workers),
        new ManifestChangeFinder(remotes, parts.lanes()),
        FactFinder.of(
            Questions.IMAGE,
            (observation, deadline) ->
                Fact.of(
                    images.exists(observation, deadline.left()),
                    exists -> new Fact.Known<>(exists, Instant.MIN))));
  }

  private Controller create() {
    var runner =
        new SyncRunner(
            new Sync(
                new Planner(Rules.IN_ORDER),
                new FactFinders(finders(), remotes),
                executor,
                parts.steady()),
            executor,
            schedule,
            neighbours,
            WORKLOADS,
            doubts);
    var sync =
        new BindingSync(
            runner,
            executor,
            parts.lanes(),
            schedule,
            secretProber,
            statuses,
            reporter,
            neighbours,
            doubts,
            rewrites,
            parts.clock(),
            parts.steady());
    var unreadable =
        new UnreadableBindings(neighbours, parts.lanes(), statuses, reporter, parts.clock());
    return new Controller(
        new BindingReconciler(
            parsed, sync, unreadable, statuses, neighbours, doubts, memories()),
        executor);
  }

  /** All that remembers something of a binding, and forgets it once the binding is gone. */
  private List<Consumer<BindingId>> memories() {
    return List.of(
        executor::done,
        parts.lanes()::release,
        schedule::forget,
        secretProber::forget,
        neighbours::forget,
        parsed::forget,
        imageReads::forget,
        reporter::forget,
        statuses::forget,
        doubts::forget,
        rewrites::forget);
  }
}
