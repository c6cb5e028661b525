package dev.gitopsbinding.model;

/** One branch of one repository; equal for all spellings of its URL. */
public record BranchIdentity(RepositoryUrl.Identity repository, String branch) {}
