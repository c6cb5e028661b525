package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RepositoryPath;

/**
 * The image that a binding writes in a manifest repository. Two bindings that write the same field
 * conflict.
 */
public record ImageField(
    BranchIdentity branch, RepositoryPath path, String kind, String name, String repository) {}
