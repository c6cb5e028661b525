package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RepositoryPath;

/** The place in a manifest repository that a binding writes; two bindings with one conflict. */
public record Scalar(
    BranchIdentity branch, RepositoryPath path, String kind, String name, String repository) {}
