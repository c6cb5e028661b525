/**
 * Decides what a sync does, and does nothing itself: no clock, no file, no socket, no logger.
 *
 * <p>A {@link dev.gitopsbinding.plan.Planner} reads an {@link dev.gitopsbinding.plan.Observation}
 * and returns a {@link dev.gitopsbinding.plan.Plan}, or an {@link dev.gitopsbinding.plan.Ask} for
 * one more fact that costs a request.
 */
@NullMarked
package dev.gitopsbinding.plan;

import org.jspecify.annotations.NullMarked;
