package dev.gitopsbinding.git;

import dev.gitopsbinding.model.CommitSha;
import java.time.Instant;

/**
 * What a branch pointed at.
 *
 * @param at the latest time at which it is sure that it still did not point at something older:
 *     when the reading began
 */
public record Tip(CommitSha commit, Instant at) {}
