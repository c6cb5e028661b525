package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RepositoryPath;

/** The place in a manifest repository that a binding writes; two bindings with one conflict. */
public record ImageField(
    BranchIdentity branch, RepositoryPath path, String kind, String name, String repository) {}
