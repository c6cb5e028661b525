package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.CommitSha;

/**
 * The newest known commit that changed a file.
 *
 * @param author name and mail address on one line, about 300 characters at most
 * @param exact false if the known history ends at this commit, so that an older one may have made
 *     the change
 */
public record LastChange(CommitSha commit, String author, boolean exact) {}
