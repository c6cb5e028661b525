package dev.gitopsbinding.binding.push;

import dev.gitopsbinding.model.RemoteBranch;
import org.jspecify.annotations.Nullable;

/**
 * The branch that changes are pushed to, which is not the one that they are read from: somebody
 * merges it.
 *
 * @param branch in the repository of the manifest
 * @param request the pull request that proposes the merge; null: others see to the merge
 */
public record PushTarget(RemoteBranch branch, @Nullable RequestSettings request) {}
