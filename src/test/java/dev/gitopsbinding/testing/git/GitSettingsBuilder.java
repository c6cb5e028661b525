package dev.gitopsbinding.testing.git;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Builds settings for git, beginning with the defaults of the operator's configuration. */
public final class GitSettingsBuilder {
  private boolean allowHttp;
  private boolean allowLoopback;
  private AllowedHosts allowedHosts = DefaultSettings.ANY_HOST;
  private long maxReceivedBytes = 500L << 20;
  private ProxySettings proxies = ProxySettings.NONE;
  private long maxCacheBytes = 1L << 30;
  private final Path cacheFolder;

  private GitSettingsBuilder(Path cacheFolder) {
    this.cacheFolder = cacheFolder;
  }

  /** The defaults, with a cache folder. */
  public static GitSettingsBuilder in(Path cacheFolder) {
    return new GitSettingsBuilder(cacheFolder);
  }

  /** The defaults where hosts on loopback addresses are allowed, and there is no cache folder. */
  public static GitSettingsBuilder loopback() {
    return in(Path.of("/nonexistent")).allowLoopback(true);
  }

  public GitSettingsBuilder allowHttp(boolean allowed) {
    allowHttp = allowed;
    return this;
  }

  public GitSettingsBuilder allowLoopback(boolean allowed) {
    allowLoopback = allowed;
    return this;
  }

  public GitSettingsBuilder allowedHosts(AllowedHosts hosts) {
    allowedHosts = hosts;
    return this;
  }

  public GitSettingsBuilder maxReceivedBytes(long bytes) {
    maxReceivedBytes = bytes;
    return this;
  }

  public GitSettingsBuilder proxies(ProxySettings settings) {
    proxies = settings;
    return this;
  }

  public GitSettingsBuilder maxCacheBytes(long bytes) {
    maxCacheBytes = bytes;
    return this;
  }

  public GitSettings build() {
    return new GitSettings(
        allowHttp,
        allowLoopback,
        allowedHosts,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        maxReceivedBytes,
        proxies,
        null,
        new ChangeSet.Author("GitOps Operator", "gitops-operator@localhost"),
        cacheFolder,
        1 << 20,
        Duration.ofMinutes(2),
        6,
        maxCacheBytes);
  }
}
