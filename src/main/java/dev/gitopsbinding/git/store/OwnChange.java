package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest commit in a branch's known history that the operator made for a binding.
 *
 * @param at when it was made, in whole seconds
 * @param after the file at this commit; empty if it is not there or cannot be read
 * @param before the file at the commit before; empty also if that is not known
 */
public record OwnChange(
    CommitSha commit, Instant at, Optional<Content> after, Optional<Content> before) {}
