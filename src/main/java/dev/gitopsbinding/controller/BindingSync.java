package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.index.ClaimChanges;
import dev.gitopsbinding.controller.index.PromotionChanges;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.controller.sync.PushExecutor;
import dev.gitopsbinding.controller.sync.SyncResult;
import dev.gitopsbinding.controller.sync.UncertainPushes;
import dev.gitopsbinding.controller.sync.fact.BranchRewrites;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.status.AttemptProjector;
import dev.gitopsbinding.status.StatusProjector;
import dev.gitopsbinding.status.rollout.RolloutMemory;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Syncs one binding whose spec could be read, and writes the outcome to its status. */
public final class BindingSync {
  private final SyncRunner runner;
  private final PushExecutor executor;
  private final Lanes lanes;
  private final Schedule schedule;
  private final SecretProber secretProber;
  private final StatusWriter statuses;
  private final SyncReporter reporter;
  private final ReconcileTimer timer;
  private final ClaimChanges claims;
  private final PromotionChanges promotions;
  private final UncertainPushes doubts;
  private final BranchRewrites rewrites;
  private final Clock clock;
  private final Clock steady;

  /**
   * @param clock for the times in statuses
   * @param steady measures durations; a monotonic clock
   */
  public BindingSync(
      SyncRunner runner,
      PushExecutor executor,
      Lanes lanes,
      Schedule schedule,
      SecretProber secretProber,
      StatusWriter statuses,
      SyncReporter reporter,
      ReconcileTimer timer,
      ClaimChanges claims,
      PromotionChanges promotions,
      UncertainPushes doubts,
      BranchRewrites rewrites,
      Clock clock,
      Clock steady) {
    this.runner = runner;
    this.executor = executor;
    this.lanes = lanes;
    this.schedule = schedule;
    this.secretProber = secretProber;
    this.statuses = statuses;
    this.reporter = reporter;
    this.timer = timer;
    this.claims = claims;
    this.promotions = promotions;
    this.doubts = doubts;
    this.rewrites = rewrites;
    this.clock = clock;
    this.steady = steady;
  }

  /**
   * Syncs the binding.
   *
   * @return whether the sync has a result; if not, another one follows for that
   */
  boolean sync(Binding binding, GitOpsBinding resource, Context<GitOpsBinding> context)
      throws InterruptedException {
    Instant start = steady.instant();
    SyncResult ended = run(binding, resource, context);
    Outcome outcome = ended.outcome();
    if (outcome == null) {
      executor.done(binding.id());
      timer.wakeAfter(binding.id(), Schedule.SOON);
      return false;
    }
    Instant now = clock.instant();
    Observation observation = ended.observation();
    GitOpsBindingStatus projected =
        RolloutMemory.noted(
            StatusProjector.project(observation, outcome, now),
            observation,
            outcome,
            promotions.isFollowed(resource),
            now);
    Duration delay = schedule.next(observation, outcome, projected, now);
    GitOpsBindingStatus after =
        AttemptProjector.project(
            StatusWriter.statusOf(resource),
            projected,
            outcome,
            delay,
            Schedule.longest(binding, outcome),
            now);
    statuses.write(resource, after, context);
    noteWritten(resource, observation, outcome, after);
    reporter.syncEnded(
        binding.id(), after, binding.suspended(), Duration.between(start, steady.instant()));
    reporter.imageLookedFor(observation);
    timer.wakeAfter(binding.id(), delay);
    secretProber.syncEnded(binding, outcome);
    return !(outcome instanceof Outcome.InFlight);
  }

  private SyncResult run(Binding binding, GitOpsBinding resource, Context<GitOpsBinding> context)
      throws InterruptedException {
    begin(binding);
    try {
      GitOpsBindingStatus before = StatusWriter.statusOf(resource);
      claims.claim(binding, before);
      promotions.follow(binding);
      reporter.syncBegins(binding.id(), before, binding.suspended());
      return runner.run(binding, before, resource, context);
    } finally {
      lanes.syncEnds(binding.id());
    }
  }

  private void begin(Binding binding) {
    timer.wakeAfter(binding.id(), Schedule.ifTheSyncNeverEnds(binding));
    if (binding.suspended()) {
      lanes.release(binding.id());
    } else if (!binding.previews()) {
      lanes.syncBegins(binding.id());
    }
  }

  /** Passes a new status to the parts that remember something of the binding. */
  private void noteWritten(
      GitOpsBinding resource, Observation observation, Outcome outcome, GitOpsBindingStatus after) {
    Binding binding = observation.binding();
    reporter.statusWritten(StatusWriter.statusOf(resource), after);
    claims.claim(binding, after);
    promotions.note(resource, after);
    doubts.settle(binding.id(), outcome, observation.known(Questions.OWN_COMMIT).isPresent());
    rewrites.named(observation);
    if (!(outcome instanceof Outcome.InFlight)) {
      executor.done(binding.id());
    }
  }
}
