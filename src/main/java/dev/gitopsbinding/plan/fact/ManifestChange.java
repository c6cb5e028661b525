package dev.gitopsbinding.plan.fact;

import dev.gitopsbinding.model.CommitSha;

/**
 * The last change of the manifest file.
 *
 * @param exact false if the known history ends at {@code commit}: the change was made there or
 *     earlier
 */
public record ManifestChange(CommitSha commit, String author, boolean exact) {}
