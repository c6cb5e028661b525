package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import dev.gitopsbinding.plan.rollback.RollbackMessage;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a tag that was rolled back, and every commit that does not descend from that one, or that a
 * followed binding did not roll out after that one, until one comes that does; tags that were
 * rolled back are held after that too. Unless a sync is requested. It holds also where rollbacks
 * have been switched off since.
 */
final class RolledBackRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return whereAStatusMayBeLost(observation)
        .or(
            () ->
                observation.requested()
                    ? Optional.empty()
                    : RollbackMemory.newest(observation)
                        .flatMap(
                            newest ->
                                newest.ended()
                                    ? again(observation, newest)
                                    : judge(observation, newest)));
  }

  /** The branch shows a rollback whose status is lost, also if a sync is requested. */
  private static Optional<Step> whereAStatusMayBeLost(Observation observation) {
    boolean uses =
        observation.binding().rollsBack() || RollbackMemory.known(observation).isPresent();
    boolean lost = observation.inDoubt() || observation.status().lastPush() == null;
    return uses && lost ? Ask.unlessKnown(observation, Questions.OWN_COMMIT) : Optional.empty();
  }

  /**
   * A tag that failed is not written again by itself after the hold has ended, for example when the
   * source goes back: it would fail again, and stay, because no tag is rolled back twice.
   */
  private static Optional<Step> again(Observation observation, RollbackMemory.Newest newest) {
    String tag = observation.desiredTag().orElseThrow();
    boolean failed =
        newest.isDesired(observation) || RollbackMemory.wasRolledBack(observation, tag);
    boolean ran = RollbackMemory.completed(observation).contains(tag);
    return !failed || ran || LandedTagMemory.wasHeld(observation)
        ? Optional.empty()
        : Optional.of(
            new Plan.Stop(Reason.ROLLED_BACK, RollbackMessage.again(observation.binding(), tag)));
  }

  private static Optional<Step> judge(Observation observation, RollbackMemory.Newest newest) {
    if (newest.isDesired(observation)) {
      // If a person has changed the file since, the next rule names the person.
      boolean changed = !observation.require(Questions.MANIFEST).holds(newest.toTag());
      return changed && LandedTagMemory.wasHeld(observation)
          ? Optional.empty()
          : Optional.of(hold(observation, newest, ""));
    }
    return observation.known(Questions.PROMOTION).orElse(null) instanceof Promotion.Offer offer
        ? byOrder(observation, newest, offer)
        : byHistory(observation, newest);
  }

  /**
   * For a binding that follows another one, which has no login for the source's history: a commit
   * that the other has rolled out after the failed one ends the hold.
   */
  private static Optional<Step> byOrder(
      Observation observation, RollbackMemory.Newest newest, Promotion.Offer offer) {
    Integer failed = indexOfFailed(observation, newest, offer).orElse(null);
    BindingId upstream = observation.binding().upstream().orElseThrow().binding();
    if (failed == null) {
      return Optional.of(
          hold(
              observation,
              newest,
              " GitOpsBinding %s is not known to have rolled commit %s out after the failed one, which is not among its remembered rollouts."
                  .formatted(upstream, selected(observation))));
    }
    return offer.isBefore(failed)
        ? Optional.of(
            hold(
                observation,
                newest,
                " GitOpsBinding %s rolled commit %s out before the failed one."
                    .formatted(upstream, selected(observation))))
        : Optional.empty();
  }

  private static Optional<Integer> indexOfFailed(
      Observation observation, RollbackMemory.Newest newest, Promotion.Offer offer) {
    return newest.failedCommit() == null
        ? offer.newestOf(Set.of(newest.failed()), observation)
        : Optional.of(offer.rolledOut().indexOf(newest.failedCommit())).filter(at -> at >= 0);
  }

  private static Optional<Step> byHistory(Observation observation, RollbackMemory.Newest newest) {
    return Ask.unlessKnown(observation, Questions.DESCENT_FROM_FAILED)
        .or(
            () ->
                switch (observation.require(Questions.DESCENT_FROM_FAILED)) {
                  case Ancestry.Descends() -> Optional.empty();
                  case Ancestry.Rewound _ ->
                      Optional.of(
                          hold(
                              observation,
                              newest,
                              " Source commit %s does not descend from it."
                                  .formatted(selected(observation))));
                  case Ancestry.BeyondReach(var _, var known) ->
                      Optional.of(
                          hold(
                              observation,
                              newest,
                              " Source commit %s is not known to descend from it, which is not among the newest %d commits of the branch."
                                  .formatted(selected(observation), known)));
                });
  }

  private static String selected(Observation observation) {
    return observation.selected().orElseThrow().hex();
  }

  private static Plan.Stop hold(Observation observation, RollbackMemory.Newest newest, String why) {
    return new Plan.Stop(
        Reason.ROLLED_BACK,
        RollbackMessage.hold(
            observation.binding(),
            newest.failed(),
            newest.toTag(),
            observation.desiredTag().orElseThrow(),
            why));
  }
}
