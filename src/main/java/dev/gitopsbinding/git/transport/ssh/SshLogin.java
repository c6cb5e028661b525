package dev.gitopsbinding.git.transport.ssh;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.PrivateKeys;
import dev.gitopsbinding.git.credential.hostkey.KnownHosts;
import dev.gitopsbinding.git.transport.JGitUris;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.share.LeasePool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One login at an SSH host, with one key and with known hosts from memory. The host name is
 * resolved and its addresses are checked here. The connection goes to an address; the host key is
 * checked by name. The login runs in the background, and each operation gets a channel of its own.
 */
public final class SshLogin implements LeasePool.Leased {
  /** The host, the user and the credential of a login. */
  public record Key(String host, int port, String user, String credential) {
    public static Key of(RepositoryUrl url, Credential.SshKey credential) {
      return new Key(url.host(), url.port(), JGitUris.user(url), credential.digest());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SshLogin.class);

  private final RepositoryUrl url;
  private final String tenant;
  private final GitSettings settings;
  private final HostKeyCheck hostKeys;
  private final SshdSessionFactory sessions;
  private final CompletableFuture<RemoteSession2> session = new CompletableFuture<>();
  private final Thread thread;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean ended;

  private SshLogin(
      RepositoryUrl url, Credential.SshKey credential, String tenant, GitSettings settings) {
    this.url = url;
    this.tenant = tenant;
    this.settings = settings;
    this.hostKeys =
        new HostKeyCheck(
            url, KnownHosts.parse(credential.knownHosts()).about(url.host(), url.port()));
    this.sessions =
        SshSessions.factory(hostKeys, () -> PrivateKeys.of(credential, tenant).stream().toList());
    this.thread = Thread.ofVirtual().name("ssh " + url.hostAndPort()).unstarted(this::logIn);
  }

  /**
   * Starts a login in the background.
   *
   * @param tenant the namespace that is charged for the decryption of the key and the name lookup
   */
  public static SshLogin begin(
      RepositoryUrl url, Credential.SshKey credential, String tenant, GitSettings settings) {
    SshLogin login = new SshLogin(url, credential, tenant, settings);
    login.thread.start();
    return login;
  }

  /**
   * Waits for the login.
   *
   * @throws IOException if the login failed, or the thread was interrupted
   */
  RemoteSession2 session() throws IOException {
    try {
      return session.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }

  /** Why the host was refused; empty if it was not. */
  Optional<Failure> refusal() {
    return hostKeys.refusal();
  }

  @Override
  public boolean isUsable() {
    return !ended && !session.isCompletedExceptionally();
  }

  @Override
  public boolean isEstablished() {
    return session.isDone();
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      thread.interrupt();
      var _ = session.thenAccept(this::disconnect);
      sessions.close();
    }
  }

  private void disconnect(RemoteSession2 opened) {
    try {
      opened.disconnect();
    } catch (RuntimeException e) {
      // JGit's session throws if the host closes it at the same moment.
      LOG.debug("{}: the session ended while it was closed", url.hostAndPort(), e);
    }
  }

  private void logIn() {
    try {
      SshdSession opened = connect();
      opened.addCloseListener(_ -> ended = true);
      session.complete(opened);
    } catch (IOException | RuntimeException | Error e) {
      session.completeExceptionally(e);
    }
  }

  private SshdSession connect() throws IOException {
    List<InetAddress> addresses = settings.http().addresses().resolve(tenant, url.host());
    IOException last = null;
    for (InetAddress address : addresses) {
      try {
        URIish literal = JGitUris.of(url).setHost(address.getHostAddress());
        return sessions.getSession(
            literal, null, FS.DETECTED, Math.toIntExact(settings.connectTimeout().toMillis()));
      } catch (TransportException e) {
        if (refusal().isPresent() || !SshConnectExceptions.isUnreachable(CauseChain.of(e))) {
          throw e;
        }
        last = e;
      }
    }
    throw Objects.requireNonNull(last, "a resolved host has at least one address");
  }
}
