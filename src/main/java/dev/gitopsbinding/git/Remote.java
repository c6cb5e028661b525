package dev.gitopsbinding.git;

import dev.gitopsbinding.model.RemoteBranch;

/**
 * A branch of a remote repository and what to log in there with.
 *
 * @param tenant on whose behalf: the namespace of a binding. What is scarce is shared out between
 *     tenants; it says nothing about access, and reads of several tenants may share one answer.
 */
public record Remote(RemoteBranch branch, Credential credential, String tenant) {}
