package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.CommitSha;

/**
 * Who changed the manifest file last.
 *
 * @param exact whether {@code commit} itself changed the file; else it is the oldest commit known
 *     to hold the file as it is, and the change is that one's or an older one's
 */
public record ManifestChange(CommitSha commit, String author, boolean exact) {}
