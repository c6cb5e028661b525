package dev.gitopsbinding.config;

/** The lease that allows only one process to work at a time. */
public record LeaderElectionSettings(String leaseNamespace, String leaseName) {}
