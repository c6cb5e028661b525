package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.RateLimit;
import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.git.transport.http.HttpGitConnection;
import dev.gitopsbinding.git.transport.http.HttpLogin;
import dev.gitopsbinding.git.transport.ssh.SshConnection;
import dev.gitopsbinding.git.transport.ssh.SshLogin;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.http.HostClient;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.LeasePool;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Connections to git hosts, one per host and login, shared by operations. An SSH connection serves
 * many operations at once.
 */
final class SharedConnections implements AutoCloseable {
  /** Longer than the usual interval of syncs, shorter than the idle timeout of most firewalls. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(150);

  /** The longest time that a revoked key still works on an open connection. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final int MAX_LOGINS = 10_000;

  private final GitSettings settings;
  private final AppTokens tokens;
  private final RateLimits rateLimits;
  private final LeasePool<SshLogin.Key, SshLogin> sshLogins =
      new LeasePool<>(IDLE_TIME, MAX_AGE, MAX_LOGINS);
  private final LeasePool<HostClient.Key, HostClient> httpLogins =
      new LeasePool<>(IDLE_TIME, MAX_AGE, MAX_LOGINS);

  SharedConnections(GitSettings settings, AppTokens tokens, RateLimits rateLimits) {
    this.settings = settings;
    this.tokens = tokens;
    this.rateLimits = rateLimits;
  }

  /** Closes connections that no operation used for the idle time. */
  void closeIdle() {
    sshLogins.closeIdle();
    httpLogins.closeIdle();
  }

  @Override
  public void close() {
    sshLogins.close();
    httpLogins.close();
  }

  /**
   * Leases a connection for one operation.
   *
   * @param end of the operation
   * @return to be closed once
   */
  Connection open(Remote remote, Redactor redactor, ReceivedBytes received, TimeLimit end)
      throws IOException, GeneralSecurityException {
    RepositoryUrl url = remote.branch().url();
    Credential credential = remote.credential();
    if (credential instanceof Credential.SshKey key) {
      return new SshConnection(
          sshLogins.take(
              SshLogin.Key.of(url, key), () -> SshLogin.begin(url, key, remote.tenant(), settings)),
          received);
    }
    return new HttpGitConnection(
        url,
        new HttpLogin(credential, url, remote.tenant(), tokens, redactor, end),
        httpLogins.take(
            HostClient.Key.of(url, credential.digest()),
            () -> HttpGitConnection.login(url, credential, settings)),
        redactor,
        received,
        RateLimit.of(rateLimits, remote));
  }
}
