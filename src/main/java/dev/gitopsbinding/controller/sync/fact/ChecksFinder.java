package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.forge.lookup.ForgeCommit;
import dev.gitopsbinding.forge.lookup.Forges;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** Finds out whether the checks of the source tip have passed. */
public final class ChecksFinder implements FactFinder<CheckState> {
  private static final String FIELD = "spec.source.checks";

  private final ForgeLogins logins;
  private final Supplier<Forges> forges;
  private final WaitSchedule waits;

  /**
   * @param forges asked for at the first use only
   * @param waits decides when pending checks are looked at again
   */
  public ChecksFinder(ForgeLogins logins, Supplier<Forges> forges, WaitSchedule waits) {
    this.logins = logins;
    this.forges = forges;
    this.waits = waits;
  }

  @Override
  public Question<CheckState> question() {
    return Questions.CHECKS;
  }

  /**
   * Asks the forge. Pending checks are not looked at again before that is due; until then the last
   * answer counts.
   */
  @Override
  public Fact<CheckState> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    RequiredChecks checks = Objects.requireNonNull(binding.checks(), "ChecksRule asks");
    CommitSha tip = observation.selected().orElseThrow();
    Result<CheckState> state =
        switch (forges
            .get()
            .locate(checks.provider(), checks.api(), location(binding).branch().url(), tip)) {
          case Result.Failed<ForgeCommit>(var failure) -> Result.failed(failure);
          case Result.Ok<ForgeCommit>(var commit) -> look(commit, observation, checks, deadline);
        };
    return Fact.of(FieldLocator.at(FIELD, state), known -> new Fact.Known<>(known, Instant.MIN));
  }

  /** The spec has checks only together with a branch. */
  private static Binding.Location location(Binding binding) {
    return binding.sourceLocation().orElseThrow();
  }

  private Result<CheckState> look(
      ForgeCommit commit, Observation observation, RequiredChecks checks, TimeLimit deadline)
      throws InterruptedException {
    Forges.Query query =
        new Forges.Query(
            observation.binding().id().namespace(),
            checks.names(),
            observation.notBefore(),
            waits.lookIsDue(
                observation, Reason.CHECKS_PENDING, RequiredChecks.subject(commit.commit())));
    return logins.use(
        new ForgeLogins.Request(query.tenant(), checks.secret(), commit.repository(), FIELD),
        deadline,
        access -> forges.get().checks(commit, access, query, deadline.remaining()));
  }
}
