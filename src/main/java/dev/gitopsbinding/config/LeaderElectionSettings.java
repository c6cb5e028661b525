package dev.gitopsbinding.config;

/** The lease that lets one process work at a time. */
public record LeaderElectionSettings(String leaseNamespace, String leaseName) {}
