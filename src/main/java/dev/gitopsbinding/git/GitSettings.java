package dev.gitopsbinding.git;

import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The operator's settings for git.
 *
 * @param allowHttp whether {@code http://} URLs are allowed; for tests and labs
 * @param allowLoopback whether hosts on loopback and link-local addresses are allowed
 * @param allowedHosts which hosts bindings may name
 * @param connectTimeout for one attempt to connect, more than zero
 * @param readTimeout for the silence between two reads, more than zero
 * @param maxReceivedBytes how much one operation may receive, after decompression; more than zero
 * @param proxies for HTTP and HTTPS; SSH uses no proxy
 * @param authorities PEM certificates of authorities to trust at every HTTPS host, beside the
 *     system's; null for none
 * @param committer of every commit
 * @param cacheFolder where each process makes a folder of its own for bare repositories
 * @param maxFileBytes the size of the largest file that can be edited, more than zero
 * @param batchDeadline how long one batch of a lane may take, retries included; more than zero
 * @param operationsPerHost how many operations of one tenant run at once at one host, at least 1.
 *     More than 10 do not fit in one SSH session: OpenSSH allows ten channels (sshd_config(5),
 *     MaxSessions)
 * @param maxCacheBytes the size on disk of all local copies together, more than zero; those of one
 *     tenant take half of it at most
 */
public record GitSettings(
    boolean allowHttp,
    boolean allowLoopback,
    AllowedHosts allowedHosts,
    Duration connectTimeout,
    Duration readTimeout,
    long maxReceivedBytes,
    ProxySettings proxies,
    @Nullable String authorities,
    ChangeSet.Author committer,
    Path cacheFolder,
    int maxFileBytes,
    Duration batchDeadline,
    int operationsPerHost,
    long maxCacheBytes) {
  /** The part of the settings that HTTP clients use. */
  public HttpClientSettings http() {
    return new HttpClientSettings(
        allowLoopback,
        connectTimeout,
        readTimeout,
        proxies,
        authorities,
        HttpClientSettings.AS_MANY_AS_PERMITTED);
  }
}
