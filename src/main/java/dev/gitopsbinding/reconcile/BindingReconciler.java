package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.delivery.push.BranchDelivery;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.git.Lanes;
import dev.gitopsbinding.git.SourceTips;
import dev.gitopsbinding.logging.BindingLog;
import dev.gitopsbinding.metrics.BindingMeters;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.AllowedHosts;
import dev.gitopsbinding.net.MemoryBudget;
import dev.gitopsbinding.net.SchemePolicy;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.rule.Rules;
import dev.gitopsbinding.registry.Registries;
import dev.gitopsbinding.status.ImageWait;
import dev.gitopsbinding.status.StatusProjector;
import dev.gitopsbinding.yaml.WorkloadEditKind;
import dev.gitopsbinding.yaml.YamlLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one binding up to date; called for each of its events and at its interval. */
@ControllerConfiguration(
    name = BindingReconciler.NAME,
    generationAwareEventProcessing = false,
    // Every sync sets an alarm of its own; a timer of the SDK's that is replaced stays in memory.
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = Constants.NO_MAX_RECONCILIATION_INTERVAL),
    triggerReconcilerOnAllEvents = true)
public final class BindingReconciler implements Reconciler<GitOpsBinding> {
  /** The controller's name, which is the field manager of the statuses it writes. */
  public static final String NAME = "gitopsbinding-operator";

  private static final Logger log = LoggerFactory.getLogger(BindingReconciler.class);

  /** Soon enough for a person, late enough for the informer to see what was written. */
  private static final Duration SOON = Duration.ofMillis(200);

  /**
   * When a binding is looked at again whose sync failed by an exception, should the SDK not have
   * retried it: it counts by the machine's clock, which may have been set back. Longer than the
   * SDK's longest pause.
   */
  private static final Duration BACKSTOP = Duration.ofMinutes(6);

  private final Sync sync;
  private final Executor executor;
  private final Lanes lanes;
  private final Schedule schedule;
  private final SecretProber secretProber;
  private final StatusWriter statuses;
  private final SyncReporter reporter;
  private final ParsedBindings parsed;
  private final WorkloadKinds workloads = new WorkloadKinds(List.of(new DeploymentKind()));
  private final Neighbours neighbours;
  private final ImageReads imageReads;
  private final PushDoubts doubts = new PushDoubts();
  private final BranchRewrites rewrites = new BranchRewrites();
  private final Clock clock;
  private final Clock steady;

  private BindingReconciler(Parts parts) {
    this.parsed = new ParsedBindings(parts.maxTimeout());
    this.neighbours = new Neighbours(parsed, workloads);
    var permits = new ApiPermits();
    var secrets = new SecretStore(parts.client(), permits, parts.steady(), parts.secretTtl());
    this.secretProber = new SecretProber(secrets, neighbours::runAfter, neighbours::wake);
    var remotes = new Remotes(secrets, parts.allowedHosts(), parts.schemes());
    var edits = new ManifestEdits(new EditKinds(List.of(new WorkloadEditKind(parts.yamlLimits()))));
    this.imageReads = new ImageReads(edits);
    var workers = new YamlWorkers(parts.yamlLimits(), parts.memory());
    this.lanes = parts.lanes();
    this.executor = new Executor(remotes, new BranchDelivery(parts.lanes()), edits, workers, doubts, neighbours::wake);
    this.schedule = new Schedule(parts.steady(), () -> ThreadLocalRandom.current().nextDouble());
    var images = new ImageLooks(secrets, parts.registries(), schedule::lookIsDue);
    this.sync =
        new Sync(
            new Planner(Rules.IN_ORDER),
            new FactFinders(
                List.of(
                    new SourceTipFinder(remotes, parts.sourceTips(), neighbours),
                    new ManifestFinder(remotes, parts.lanes(), imageReads, workers, rewrites),
                    new OwnCommitFinder(remotes, parts.lanes(), imageReads, workers),
                    new ManifestChangeFinder(remotes, parts.lanes()),
                    FactFinder.of(
                        Questions.IMAGE,
                        (observation, deadline) ->
                            Fact.of(
                                images.exists(observation, deadline.left()),
                                exists -> new Fact.Known<>(exists, Instant.MIN)))),
                remotes),
            executor,
            parts.steady());
    this.statuses =
        new StatusWriter(
            new EventRecorder(parts.client(), permits, parts.instance(), parts.clock()),
            permits,
            neighbours::wake);
    this.reporter = new SyncReporter(parts.meters(), parts.clock());
    this.clock = parts.clock();
    this.steady = parts.steady();
  }

  /**
   * What the reconciler is made of.
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

  /** A reconciler to be registered once. */
  public static BindingReconciler of(Parts parts) {
    return new BindingReconciler(parts);
  }

  /** Whether a push was sent whose result is not known yet. */
  public boolean awaitsPushes() {
    return executor.awaitsResults();
  }

  /**
   * This process is the only one that writes from now on. What was there by then may have been
   * written by another one, whose status was lost.
   */
  void begin() {
    doubts.begin(neighbours::all);
  }

  @Override
  public List<EventSource<?, GitOpsBinding>> prepareEventSources(
      EventSourceContext<GitOpsBinding> context) {
    return neighbours.prepareEventSources(context);
  }

  @Override
  public UpdateControl<GitOpsBinding> reconcile(
      GitOpsBinding watched, Context<GitOpsBinding> context) throws InterruptedException {
    GitOpsBinding resource = statuses.newest(watched);
    var id = new BindingId(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    if (context.isPrimaryResourceDeleted() || watched.isMarkedForDeletion()) {
      forget(id);
      context
          .getPrimaryCache()
          .get(ResourceID.fromResource(resource))
          .filter(reborn -> !reborn.isMarkedForDeletion())
          .ifPresent(neighbours::wakeReborn);
      return UpdateControl.noUpdate();
    }
    try (var _ = BindingLog.within(id)) {
      return switch (parsed.parse(resource)) {
        case Result.Failed<Binding>(var failure) -> unreadable(id, resource, failure, context);
        case Result.Ok<Binding>(var binding) -> sync(binding, resource, context);
      };
    } catch (StackOverflowError | AssertionError | LinkageError e) {
      // The SDK retries after exceptions alone, and never looks again after an error.
      throw new IllegalStateException("The sync ended by a fault of the operator", e);
    }
  }

  private UpdateControl<GitOpsBinding> unreadable(
      BindingId id, GitOpsBinding resource, Failure failure, Context<GitOpsBinding> context) {
    neighbours.wakeAfter(id, BACKSTOP);
    neighbours.renounce(id);
    lanes.release(id);
    long generation = Optional.ofNullable(resource.getMetadata().getGeneration()).orElse(0L);
    GitOpsBindingStatus before = StatusWriter.statusOf(resource);
    Optional<String> requestedAt =
        Optional.ofNullable(resource.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(GitOpsBinding.REQUESTED_AT));
    GitOpsBindingStatus after =
        StatusProjector.projectUnreadable(
            before, generation, requestedAt, failure, clock.instant());
    statuses.writeUnreadable(resource, after, context);
    reporter.syncBegins(id, before, false);
    reporter.syncEnded(id, after, false, Duration.ZERO);
    return UpdateControl.noUpdate();
  }

  private UpdateControl<GitOpsBinding> sync(
      Binding binding, GitOpsBinding resource, Context<GitOpsBinding> context)
      throws InterruptedException {
    Instant start = steady.instant();
    neighbours.wakeAfter(binding.id(), max(binding.interval().plus(binding.timeout()), BACKSTOP));
    if (binding.suspended()) {
      lanes.release(binding.id());
    }
    GitOpsBindingStatus before = StatusWriter.statusOf(resource);
    neighbours.claim(binding, before);
    reporter.syncBegins(binding.id(), before, binding.suspended());
    Optional<Executor.Sent> pending = executor.pending(binding.id());
    Sync.Ended ended =
        pending.isPresent()
            ? takeUp(pending.get(), binding, before, resource, context)
            : run(observe(binding, before, context), resource.getMetadata().getUid());
    if (ended.outcome().isEmpty()) {
      executor.done(binding.id());
      neighbours.wakeAfter(binding.id(), SOON);
      return UpdateControl.noUpdate();
    }
    Outcome outcome = ended.outcome().get();
    GitOpsBindingStatus after =
        StatusProjector.project(ended.observation(), outcome, clock.instant());
    statuses.write(resource, after, context);
    neighbours.claim(binding, after);
    doubts.settle(binding.id(), outcome);
    rewrites.named(ended.observation());
    if (!(outcome instanceof Outcome.InFlight)) {
      executor.done(binding.id());
    }
    reporter.syncEnded(
        binding.id(), after, binding.suspended(), Duration.between(start, steady.instant()));
    reporter.imageLookedFor(ended.observation());
    Duration waiting = ImageWait.length(after, clock.instant());
    neighbours.wakeAfter(binding.id(), schedule.next(ended.observation(), outcome, waiting));
    secretProber.syncEnded(binding, outcome);
    return UpdateControl.noUpdate();
  }

  /** A fault of the API server is left to the SDK, which retries; any other is told to the user. */
  private Sync.Ended run(Observation observation, String uid) throws InterruptedException {
    try {
      return sync.run(observation, () -> neighbours.mayWrite(observation.binding(), uid));
    } catch (KubernetesClientException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      log.error("The sync ended by a fault of the operator", e);
      String message =
          "The operator failed with %s. %s"
              .formatted(e.getClass().getSimpleName(), Reason.INTERNAL_ERROR.cure());
      return new Sync.Ended(
          observation, Optional.of(new Outcome.Stopped(Reason.INTERNAL_ERROR, message)));
    }
  }

  private Observation observe(
      Binding binding, GitOpsBindingStatus status, Context<GitOpsBinding> context) {
    begin();
    return Observation.of(
            binding,
            status,
            neighbours.rivalOf(binding),
            workloads.targetOf(binding, context),
            schedule.notBefore(binding, binding.requestIsOpen(status)))
        .withDoubt(doubts.about(binding.id()));
  }

  /**
   * Deals with a push whose result is not in the status yet: it outlived its sync, or the status
   * could not be written. What it did is noted as what it was sent for, and then all is read anew.
   */
  private Sync.Ended takeUp(
      Executor.Sent sent,
      Binding binding,
      GitOpsBindingStatus before,
      GitOpsBinding resource,
      Context<GitOpsBinding> context)
      throws InterruptedException {
    Optional<PushResult> result = sent.result();
    if (result.isEmpty()) {
      return new Sync.Ended(
          observe(binding, before, context), Optional.of(new Outcome.InFlight(sent.tag())));
    }
    executor.forgetBadSecret(sent.binding(), result.get());
    String uid = resource.getMetadata().getUid();
    return switch (result.get()) {
      case PushResult.Pushed pushed -> {
        GitOpsBindingStatus noted =
            StatusProjector.withPush(before, sent.binding(), sent.tag(), pushed);
        yield run(observe(binding, noted, context), uid);
      }
      case PushResult.Failed(var failure) when sent.binding().equals(binding) ->
          new Sync.Ended(
              observe(binding, before, context), Optional.of(Outcome.Stopped.because(failure)));
      case PushResult.Failed _,
          PushResult.AlreadyApplied _,
          PushResult.Superseded _,
          PushResult.Withdrawn _ ->
          run(observe(binding, before, context), uid);
    };
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void forget(BindingId id) {
    executor.done(id);
    lanes.release(id);
    schedule.forget(id);
    secretProber.forget(id);
    neighbours.forget(id);
    parsed.forget(id);
    imageReads.forget(id);
    reporter.forget(id);
    statuses.forget(id);
    doubts.forget(id);
    rewrites.forget(id);
  }
}
