package dev.gitopsbinding.app;

import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.controller.BindingReconciler;
import dev.gitopsbinding.controller.BindingSync;
import dev.gitopsbinding.controller.ResourceSync;
import dev.gitopsbinding.controller.Schedule;
import dev.gitopsbinding.controller.SecretProber;
import dev.gitopsbinding.controller.SyncPasses;
import dev.gitopsbinding.controller.SyncReporter;
import dev.gitopsbinding.controller.SyncRunner;
import dev.gitopsbinding.controller.UnreadableSpecReporter;
import dev.gitopsbinding.controller.WakeGathering;
import dev.gitopsbinding.controller.index.BindingEventSources;
import dev.gitopsbinding.controller.index.BindingIndex;
import dev.gitopsbinding.controller.index.ClaimChanges;
import dev.gitopsbinding.controller.index.ObserverIndex;
import dev.gitopsbinding.controller.index.ParsedBindings;
import dev.gitopsbinding.controller.index.PromotionChanges;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.controller.index.SourceChanges;
import dev.gitopsbinding.controller.index.WorkloadKinds;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.controller.sync.BindingSigners;
import dev.gitopsbinding.controller.sync.PreviewExecutor;
import dev.gitopsbinding.controller.sync.PushExecutor;
import dev.gitopsbinding.controller.sync.Sync;
import dev.gitopsbinding.controller.sync.UncertainPushes;
import dev.gitopsbinding.controller.sync.fact.BranchRewrites;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.sign.CommitSigners;
import dev.gitopsbinding.http.status.BindingView;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.notify.EventReporter;
import dev.gitopsbinding.notify.commitstatus.CommitStatusSink;
import dev.gitopsbinding.notify.webhook.NotificationSink;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Creates the controller of bindings with its parts. */
public final class ControllerFactory {
  private final ControllerParts parts;
  private final Lanes lanes;
  private final ApiPermits permits = new ApiPermits();
  private final UncertainPushes doubts;
  private final BranchRewrites rewrites = new BranchRewrites();
  private final ParsedBindings parsed;
  private final BindingIndex index;
  private final ReconcileTimer timer = new ReconcileTimer();
  private final ClaimChanges claims;
  private final PromotionChanges promotions;
  private final SourceChanges sourceChanges;
  private final SecretStore secrets;
  private final CredentialedRemotes remotes;
  private final EditKinds kinds;
  private final ManifestEdits edits;
  private final YamlWorkers workers;
  private final PushExecutor executor;
  private final Schedule schedule;
  private final ProposalFactory proposals;
  private final FinderFactory finders;
  private final SecretProber secretProber;
  private final EventSinkFactory.Sinks sinks;
  private final StatusWriter statuses;
  private final SyncReporter reporter;
  private final SyncPasses passes;

  private ControllerFactory(ControllerParts parts) {
    this.parts = parts;
    OperatorConfig config = parts.config();
    lanes = parts.hosts().git().lanes();
    doubts = new UncertainPushes(config.labelSelector() != null);
    parsed = new ParsedBindings(config.maxTimeout());
    index = new BindingIndex(parsed);
    claims = new ClaimChanges(index, timer);
    promotions = new PromotionChanges(index, timer);
    sourceChanges = new SourceChanges(index, timer, lanes::expectPush);
    secrets = new SecretStore(parts.client(), permits, parts.steady(), config.secretTtl());
    secretProber = new SecretProber(secrets, timer::runAfter, timer::wake);
    remotes =
        new CredentialedRemotes(
            secrets, config.git().allowedHosts(), new SchemePolicy(config.git().allowHttp()));
    kinds = FinderFactory.editKinds(config.yaml());
    edits = new ManifestEdits(kinds);
    workers = new YamlWorkers(config.yaml(), parts.memory());
    executor =
        new PushExecutor(
            remotes,
            new BindingSigners(
                secrets,
                () -> new CommitSigners(lanes.committers(), parts.clock(), parts.steady())),
            ProposalFactory.deliveries(lanes),
            edits,
            workers,
            doubts,
            timer::wake);
    schedule = new Schedule(parts.steady(), () -> ThreadLocalRandom.current().nextDouble());
    proposals =
        new ProposalFactory(
            remotes,
            lanes,
            edits,
            workers,
            ProposalFactory.client(parts.hosts(), secrets),
            schedule::lookIsDue,
            parts.clock(),
            parts.steady());
    finders = new FinderFactory(finderParts());
    sinks = EventSinkFactory.create(parts, permits, secrets);
    statuses = new StatusWriter(new EventReporter(sinks.all()), permits, timer::wake);
    reporter = new SyncReporter(parts.syncs(), parts.deployments(), parts.clock());
    passes = new SyncPasses(schedule, timer, index::all);
  }

  /**
   * A controller.
   *
   * @param reconciler to be registered once
   * @param pushes knows the pushes that were sent and whose result is not in a status yet
   * @param notifications to be closed when no sync runs any more
   * @param commitStatuses likewise
   * @param warmUp to be started once the process is ready
   * @param bindings all bindings, as this process knows them
   * @param passes syncs that clients ask for
   * @param hooks syncs that webhooks ask for; null if none may
   */
  public record Controller(
      BindingReconciler reconciler,
      PushExecutor pushes,
      NotificationSink notifications,
      CommitStatusSink commitStatuses,
      SyncWarmUp warmUp,
      BindingView bindings,
      SyncPasses passes,
      @Nullable HookedSyncs hooks) {}

  /** Creates a controller, to be started once. */
  public static Controller create(ControllerParts parts) {
    return new ControllerFactory(parts).create();
  }

  private FinderFactory.Parts finderParts() {
    return new FinderFactory.Parts(
        secrets,
        remotes,
        parts.hosts(),
        sourceChanges,
        edits,
        workers,
        rewrites,
        schedule::lookIsDue,
        id -> index.find(id).map(statuses::newest),
        index::parse,
        promotions::knows,
        parts.clock(),
        parts.steady(),
        parts.config().labelSelector(),
        proposals.finders());
  }

  private Controller create() {
    var workloads = new WorkloadKinds(TargetKinds.ALL, index, timer);
    var sync =
        new BindingSync(
            runner(workloads),
            executor,
            lanes,
            schedule,
            secretProber,
            statuses,
            reporter,
            timer,
            claims,
            promotions,
            doubts,
            rewrites,
            parts.clock(),
            parts.steady());
    var unreadable =
        new UnreadableSpecReporter(
            timer, claims, promotions, lanes, statuses, reporter, parts.clock());
    ObserverIndex observers = parts.config().hooks() != null ? new ObserverIndex(index) : null;
    var eventSources = new BindingEventSources(index, observers, timer, workloads);
    return new Controller(
        new BindingReconciler(
            new ResourceSync(parsed, sync, unreadable, passes, parts.tracer()),
            statuses,
            eventSources,
            doubts,
            memories()),
        executor,
        sinks.notifications(),
        sinks.commitStatuses(),
        new SyncWarmUp(parts.client().getKubernetesSerialization(), kinds),
        new WatchedBindings(index, statuses, timer, parts.clock()),
        passes,
        observers == null ? null : hookedSyncs(observers));
  }

  private SyncRunner runner(WorkloadKinds workloads) {
    var sync =
        new Sync(
            new Planner(Rules.IN_ORDER),
            finders.finders(),
            executor,
            new PreviewExecutor(remotes, lanes, edits, workers, DiffLimits.STATUS),
            proposals.executor(),
            parts.steady());
    return new SyncRunner(sync, executor, schedule, index, workloads, doubts);
  }

  private HookedSyncs hookedSyncs(ObserverIndex observers) {
    var wakes =
        new WakeGathering(
            schedule,
            timer::runAfter,
            timer::wake,
            id -> index.find(id).isPresent(),
            parts.steady());
    return new HookedSyncs(observers, wakes, passes);
  }

  /** What to call when a binding is gone: every part that remembers something about bindings. */
  private List<Consumer<BindingId>> memories() {
    List<Consumer<BindingId>> memories = new ArrayList<>(finders.memories());
    memories.addAll(
        List.of(
            proposals.memory(),
            executor::done,
            lanes::release,
            schedule::forget,
            secretProber::forget,
            timer::cancel,
            claims::renounce,
            promotions::forget,
            sourceChanges::forget,
            parsed::forget,
            reporter::forget,
            statuses::forget,
            doubts::forget,
            rewrites::forget,
            passes::forget));
    return memories;
  }
}
