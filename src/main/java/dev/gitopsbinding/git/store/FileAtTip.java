package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import java.time.Instant;

/**
 * What a file holds at the tip of a branch.
 *
 * @param readAt the tip of the branch was this one at that instant or later
 * @param blob the git object that holds the content, as 40 hexadecimal digits
 */
public record FileAtTip(CommitSha tip, Instant readAt, String blob, Content content) {}
