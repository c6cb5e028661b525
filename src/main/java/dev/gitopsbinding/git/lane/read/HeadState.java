package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.model.CommitSha;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A head, the branch that pushes go to, compared with its base.
 *
 * @param tip null if there is no such branch
 * @param own whether the operator is the committer of every commit that the base does not contain;
 *     false too if the known history is too short to decide
 * @param contained whether the base contains the tip, so that the head can be deleted without loss;
 *     false too if the known history is too short to decide, and after a squash
 * @param lags whether the base has commits that the head lacks; the next push brings them in if
 *     nothing is lost by that
 * @param readAt all this was so at this instant or later
 */
public record HeadState(
    @Nullable CommitSha tip, boolean own, boolean contained, boolean lags, Instant readAt) {}
