package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.model.CommitSha;

/**
 * The newest known commit that changed a file.
 *
 * @param author name and mail address on one line, about 300 characters at most
 * @param exact false if the searched history ends at this commit: the change was made there or
 *     earlier
 */
public record LastChange(CommitSha commit, String author, boolean exact) {}
