package dev.gitopsbinding.model;

/** One branch of one repository, however its URL is written. */
public record BranchIdentity(RepositoryUrl.Identity repository, String branch) {}
