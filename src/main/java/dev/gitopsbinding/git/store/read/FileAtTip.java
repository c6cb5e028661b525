package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import java.time.Instant;

/**
 * The content of a file at the tip of a branch.
 *
 * @param readAt the start of the read: {@code tip} was the tip at this instant or later
 * @param blob the git object that holds the content, as 40 hexadecimal digits
 */
public record FileAtTip(CommitSha tip, Instant readAt, String blob, Content content) {}
