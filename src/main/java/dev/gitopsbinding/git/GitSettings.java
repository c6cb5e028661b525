package dev.gitopsbinding.git;

import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the operator's owner decides about git. Plain values; nothing here reads the environment.
 *
 * @param allowHttp whether {@code http://} URLs are allowed; for tests and labs
 * @param allowLoopback whether hosts on loopback and link-local addresses are allowed
 * @param allowedHosts which hosts bindings may name
 * @param connectTimeout for one attempt to connect, more than zero
 * @param readTimeout for the silence between two reads, more than zero
 * @param maxReceivedBytes how much one operation may receive, after decompression; more than zero
 * @param proxies for HTTP and HTTPS; SSH goes through none
 * @param committer of every commit
 * @param cacheFolder where each process makes a folder of its own for bare repositories
 * @param maxFileBytes how large a file may be that is to be edited, more than zero
 * @param batchDeadline how long one batch of a lane may take, retries included; more than zero
 * @param operationsPerHost how many operations of one tenant run at once at one host, at least 1
 * @param maxCacheBytes what all local copies together may take on disk, more than zero; those of
 *     one tenant take half of it at most
 */
public record GitSettings(
    boolean allowHttp,
    boolean allowLoopback,
    AllowedHosts allowedHosts,
    Duration connectTimeout,
    Duration readTimeout,
    long maxReceivedBytes,
    ProxySettings proxies,
    ChangeSet.Author committer,
    Path cacheFolder,
    int maxFileBytes,
    Duration batchDeadline,
    int operationsPerHost,
    long maxCacheBytes) {
  private static final long DEFAULT_MAX_RECEIVED_BYTES = 500L << 20;

  /**
   * All of them fit in one SSH session: OpenSSH allows ten channels (sshd_config(5), MaxSessions).
   */
  private static final int DEFAULT_OPERATIONS_PER_HOST = 6;

  private static final int DEFAULT_MAX_FILE_BYTES = 1 << 20;

  private static final long DEFAULT_MAX_CACHE_BYTES = 1L << 30;

  /** The values for production. */
  public static GitSettings defaults(Path cacheFolder) {
    return new GitSettings(
        false,
        false,
        AllowedHosts.ANY,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        DEFAULT_MAX_RECEIVED_BYTES,
        ProxySettings.NONE,
        new ChangeSet.Author("GitOps Operator", "gitops-operator@localhost"),
        cacheFolder,
        DEFAULT_MAX_FILE_BYTES,
        Duration.ofMinutes(2),
        DEFAULT_OPERATIONS_PER_HOST,
        DEFAULT_MAX_CACHE_BYTES);
  }

  /** The same, with hosts on loopback and link-local addresses allowed or not. */
  public GitSettings withAllowLoopback(boolean allowed) {
    return with(allowHttp, allowed, allowedHosts, maxReceivedBytes, proxies);
  }

  /** The same, with {@code http://} URLs allowed or not. */
  public GitSettings withAllowHttp(boolean allowed) {
    return with(allowed, allowLoopback, allowedHosts, maxReceivedBytes, proxies);
  }

  /** The same, with other hosts that bindings may name. */
  public GitSettings withAllowedHosts(AllowedHosts hosts) {
    return with(allowHttp, allowLoopback, hosts, maxReceivedBytes, proxies);
  }

  /** The same, with another cap on received bytes. */
  public GitSettings withMaxReceivedBytes(long bytes) {
    return with(allowHttp, allowLoopback, allowedHosts, bytes, proxies);
  }

  /** The same, with other proxies. */
  public GitSettings withProxies(ProxySettings others) {
    return with(allowHttp, allowLoopback, allowedHosts, maxReceivedBytes, others);
  }

  /** The same, with another cap on what all local copies take. */
  public GitSettings withMaxCacheBytes(long bytes) {
    return new GitSettings(
        allowHttp,
        allowLoopback,
        allowedHosts,
        connectTimeout,
        readTimeout,
        maxReceivedBytes,
        proxies,
        committer,
        cacheFolder,
        maxFileBytes,
        batchDeadline,
        operationsPerHost,
        bytes);
  }

  /** What of it concerns HTTP. */
  public HttpClientSettings http() {
    return new HttpClientSettings(
        allowLoopback,
        connectTimeout,
        readTimeout,
        proxies,
        HttpClientSettings.AS_MANY_AS_PERMITTED);
  }

  private GitSettings with(
      boolean httpAllowed,
      boolean loopbackAllowed,
      AllowedHosts hosts,
      long receivedBytes,
      ProxySettings others) {
    return new GitSettings(
        httpAllowed,
        loopbackAllowed,
        hosts,
        connectTimeout,
        readTimeout,
        receivedBytes,
        others,
        committer,
        cacheFolder,
        maxFileBytes,
        batchDeadline,
        operationsPerHost,
        maxCacheBytes);
  }
}
