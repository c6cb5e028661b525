package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import java.util.Optional;

/**
 * What a sync observed, and its outcome.
 *
 * @param outcome empty if the binding changed meanwhile, so that another sync has to begin
 */
public record SyncResult(Observation observation, Optional<Outcome> outcome) {}
