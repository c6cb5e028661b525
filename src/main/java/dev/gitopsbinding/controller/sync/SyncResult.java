package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The last observation of a sync, and its outcome.
 *
 * @param outcome null if the binding changed during the sync, so that it has to be synced again
 */
public record SyncResult(Observation observation, @Nullable Outcome outcome) {}
