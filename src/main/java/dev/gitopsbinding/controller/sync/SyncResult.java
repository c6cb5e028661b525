package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a sync observed, and its outcome.
 *
 * @param outcome null if the binding changed meanwhile, so that another sync has to begin
 */
public record SyncResult(Observation observation, @Nullable Outcome outcome) {}
