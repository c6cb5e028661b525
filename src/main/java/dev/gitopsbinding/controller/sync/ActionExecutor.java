package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Observation;

/** Does what a sync needs done before it goes on. */
@FunctionalInterface
public interface ActionExecutor {
  /**
   * Does it. A failure is part of the returned observation.
   *
   * @return what is known from then on
   */
  Observation perform(Action action, Observation observation, TimeLimit deadline)
      throws InterruptedException;

  /** For bindings that push to the branch of the manifest, whose rules ask for no action. */
  static ActionExecutor none() {
    return (action, observation, _) -> {
      throw new IllegalStateException(
          "%s is planned for %s, which proposes nothing"
              .formatted(action, observation.binding().id()));
    };
  }
}
