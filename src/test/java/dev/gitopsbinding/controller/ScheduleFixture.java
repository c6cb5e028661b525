package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Clocks, observations and outcomes for tests of when a binding is looked at next. */
final class ScheduleFixture {
  static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  static final Outcome FAILED = new Outcome.Stopped(Reason.HOST_UNREACHABLE, "");
  static final Outcome KEPT = new Outcome.Kept("tag");
  static final Outcome MISSING =
      new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "web:1", "it is missing.");

  private ScheduleFixture() {}

  /** Every look finds it two hours later, so that each retry is due. */
  static Clock leaping() {
    var looks = new AtomicInteger();
    return new Clock() {
      @Override
      public Instant instant() {
        return NOW.plusSeconds(7200L * looks.getAndIncrement());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  static boolean lookIsDue(Schedule schedule, Observation observation) {
    return schedule.lookIsDue(observation, Reason.IMAGE_NOT_FOUND, "web:1");
  }

  static Duration next(Schedule schedule, Observation observation, Outcome outcome) {
    return next(schedule, observation, outcome, Duration.ZERO);
  }

  /**
   * @param waited how long it is waited for what the outcome says, or else newer commits are known
   */
  static Duration next(
      Schedule schedule, Observation observation, Outcome outcome, Duration waited) {
    String since = Timestamps.format(NOW.minus(waited));
    boolean waits = outcome instanceof Outcome.Waiting;
    var source = waits ? null : new SourceStatus("m", "1".repeat(40), since, "https://h/r");
    var awaiting = waits ? new AwaitedSubject(null, since, null, null, null) : null;
    var after =
        new GitOpsBindingStatus(
            null, null, null, source, null, null, null, null, awaiting, List.of());
    return schedule.next(observation, outcome, after, NOW);
  }

  static Observation observation(String spec, Instant readAt) {
    return observation(Bindings.parse(Bindings.resource(spec)), readAt);
  }

  static Observation observation(Binding binding, Instant readAt) {
    return Observation.of(binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha("1".repeat(40)), readAt));
  }
}
