package dev.gitopsbinding.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How git hosts are talked to.
 *
 * @param allowedHosts the hosts that bindings may name, in lower case; empty for any host
 * @param maxFileBytes the largest manifest file that is edited, in bytes
 * @param maxYamlAliases how many aliases a document of a manifest file may hold
 * @param maxReceivedBytes the most that one operation receives, in bytes
 * @param operationsPerHost how many of one namespace run at once at one git host
 * @param maxTimeout how long one sync may wait at most
 * @param batchDeadline how long one batch of pushes may take, all attempts together
 * @param secretTtl how long a Secret is held in memory
 * @param maxCacheBytes what the copies of all manifest repositories may take on disk, in bytes
 */
public record GitSettings(
    Path cacheDirectory,
    boolean allowHttp,
    boolean allowLoopback,
    List<String> allowedHosts,
    Committer committer,
    long maxFileBytes,
    int maxYamlAliases,
    long maxReceivedBytes,
    int operationsPerHost,
    Duration maxTimeout,
    Duration batchDeadline,
    Duration connectTimeout,
    Duration secretTtl,
    ProxySettings proxy,
    long maxCacheBytes) {

  /** Who makes the operator's commits. */
  public record Committer(String name, String email) {}
}
