package dev.gitopsbinding.git;

import dev.gitopsbinding.model.RemoteBranch;

/** A branch of a remote repository and what to log in there with. */
public record Remote(RemoteBranch branch, Credential credential) {}
