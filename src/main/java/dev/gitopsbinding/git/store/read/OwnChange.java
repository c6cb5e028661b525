package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest commit in the known history of a branch that the operator made for a binding.
 *
 * @param at the time of the commit, in whole seconds
 * @param after the file at this commit; null if it does not exist or cannot be read
 * @param before the file at the parent commit; null also if the parent is not known
 * @param rolledBack the tag whose failed rollout was the cause; null if the commit is no rollback
 */
public record OwnChange(
    CommitSha commit,
    Instant at,
    @Nullable Content after,
    @Nullable Content before,
    @Nullable String rolledBack) {}
