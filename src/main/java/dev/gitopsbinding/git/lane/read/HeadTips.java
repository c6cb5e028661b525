package dev.gitopsbinding.git.lane.read;

import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The tips of a head and of its base, whose objects the copy holds.
 *
 * @param head null if there was no such branch
 * @param readAt both were the tips at this instant or later
 */
public record HeadTips(@Nullable ObjectId head, ObjectId base, Instant readAt) {}
