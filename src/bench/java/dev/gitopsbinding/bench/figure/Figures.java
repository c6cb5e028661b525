package dev.gitopsbinding.bench.figure;

/**
 * What the operator used for a piece of work, or all operators together.
 *
 * @param peakHeapMiB the highest of some samples, of the one with most
 * @param connections TCP connections to the git server that were opened
 * @param roundTrips git commands that sshd ran for the operator
 * @param bytes sent over TCP, both ways together
 * @param pushes moves of the branch that are the operator's
 * @param pushAttempts what the operator itself counts, refused ones included
 */
public record Figures(
    double seconds,
    double cpuSeconds,
    double peakRssMiB,
    double peakHeapMiB,
    long connections,
    long roundTrips,
    long bytes,
    long commits,
    long pushes,
    long pushAttempts,
    ApiWrites apiWrites) {}
