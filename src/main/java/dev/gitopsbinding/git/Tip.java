package dev.gitopsbinding.git;

import dev.gitopsbinding.model.CommitSha;
import java.time.Instant;

/**
 * The commit that a branch pointed at.
 *
 * @param at the start of the read: the branch pointed at the commit at this instant or later
 */
public record Tip(CommitSha commit, Instant at) {}
