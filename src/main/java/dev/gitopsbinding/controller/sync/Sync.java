package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.fact.FactFinders;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushSeen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Runs one sync: plans, answers questions and carries the plan out, in a bounded number of steps.
 */
public final class Sync {
  /** How many pushes of one sync may fail because others changed the file. */
  static final int MAX_PUSHES = 7;

  /** More than all questions take, asked again after each of these pushes. */
  private static final int MAX_STEPS = 96;

  /** The least time that a step begins with, so that it can still fail with its own reason. */
  private static final Duration LAST_STEP = Duration.ofMillis(1);

  private final Planner planner;
  private final FactFinders finders;
  private final PushExecutor executor;
  private final PreviewExecutor previews;
  private final ActionExecutor actions;
  private final Clock clock;

  /**
   * @param actions does what is to be done before a plan
   * @param clock a monotonic clock
   */
  public Sync(
      Planner planner,
      FactFinders finders,
      PushExecutor executor,
      PreviewExecutor previews,
      ActionExecutor actions,
      Clock clock) {
    this.planner = planner;
    this.finders = finders;
    this.executor = executor;
    this.previews = previews;
    this.actions = actions;
    this.clock = clock;
  }

  /**
   * Runs a sync until its outcome is known.
   *
   * @param wanted whether the binding is still as it was observed
   */
  public SyncResult run(Observation start, BooleanSupplier wanted) throws InterruptedException {
    TimeLimit end = TimeLimit.in(start.binding().timeout(), clock);
    executor.prepare(start.binding());
    Observation observation = start;
    int pushes = 0;
    for (int step = 0; step < MAX_STEPS && pushes < MAX_PUSHES; step++) {
      Step plan = planner.plan(observation);
      if (plan instanceof Plan.Push) {
        pushes++;
      }
      switch (perform(plan, observation, wanted, end.orAtLeast(LAST_STEP))) {
        case Progress.Ended(var result) -> {
          return result;
        }
        case Progress.GoesOn(var next) -> observation = next;
      }
    }
    return new SyncResult(observation, contended(observation.binding()));
  }

  /** The result of a step. */
  private sealed interface Progress {
    record Ended(SyncResult result) implements Progress {}

    record GoesOn(Observation observation) implements Progress {}
  }

  private Progress perform(
      Step step, Observation observation, BooleanSupplier wanted, TimeLimit deadline)
      throws InterruptedException {
    return switch (step) {
      case Ask(var question) ->
          new Progress.GoesOn(finders.answer(question, observation, deadline));
      case Action action -> new Progress.GoesOn(actions.perform(action, observation, deadline));
      case Plan.Stop(var reason, var message) ->
          ended(observation, new Outcome.Stopped(reason, message));
      case Plan.Keep(var tag) -> ended(observation, new Outcome.Kept(tag));
      case Plan.Wait(var reason, var subject, var message) ->
          ended(observation, new Outcome.Waiting(reason, subject, message));
      case Plan.Preview(var push) ->
          previews
              .preview(observation, push, deadline)
              .map(outcome -> ended(observation, outcome))
              // Others have read a newer tip meanwhile, which is at hand.
              .orElseGet(
                  () ->
                      new Progress.GoesOn(observation.withManifestStale(observation.notBefore())));
      case Plan.Push push ->
          executor
              .push(observation, push, wanted, deadline)
              .map(result -> pushed(push, result, observation))
              .orElseGet(() -> ended(observation, new Outcome.InFlight(push.tag())));
    };
  }

  private Progress pushed(Plan.Push push, PushResult result, Observation observation) {
    return switch (result) {
      // What is proposed has not landed: the rules say what comes next.
      case PushResult.Pushed pushed when ProposalMemory.proposes(observation.binding()) ->
          new Progress.GoesOn(
              PushSeen.of(push, pushed.created(), observation)
                  .in(
                      observation.withStale(
                          ProposalQuestions.PUSH_BRANCH, observation.notBefore())));
      case PushResult.Pushed pushed -> ended(observation, new Outcome.Pushed(push.tag(), pushed));
      case PushResult.Failed(var failure) -> ended(observation, Outcome.Stopped.because(failure));
      case PushResult.Withdrawn() -> new Progress.Ended(new SyncResult(observation, null));
      case PushResult.AlreadyApplied(var _, var at) -> new Progress.GoesOn(stale(observation, at));
      case PushResult.Superseded _ -> new Progress.GoesOn(stale(observation, clock.instant()));
    };
  }

  private static Observation stale(Observation observation, Instant moment) {
    Observation manifest = observation.withManifestStale(moment);
    return ProposalMemory.proposes(observation.binding())
        ? manifest.withStale(ProposalQuestions.PUSH_BRANCH, moment)
        : manifest;
  }

  private static Outcome contended(Binding binding) {
    return new Outcome.Stopped(
        Reason.PUSH_CONTENDED,
        "%s of %s changed during every attempt to write it. %s"
            .formatted(
                binding.places().shown(),
                binding.manifest().branch(),
                Reason.PUSH_CONTENDED.remedy()));
  }

  private static Progress ended(Observation observation, Outcome outcome) {
    return new Progress.Ended(new SyncResult(observation, outcome));
  }
}
