package dev.gitopsbinding.git.setup;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.transport.JGitUris;
import dev.gitopsbinding.git.transport.ssh.SshSessions;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.HostText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Asks an SSH host for its key, over connections as the operator makes them: to the same addresses,
 * with the same algorithms. The host gets no login, as the connection ends once the key is known.
 */
public final class HostKeyScanner {
  private final GitSettings settings;

  /** A scanner under the operator's settings for hosts, addresses and time. */
  public HostKeyScanner(GitSettings settings) {
    this.settings = settings;
  }

  /**
   * The key that the host prefers to show.
   *
   * @param tenant the namespace that the name lookup is charged to
   * @return fails with {@code HOST_NOT_ALLOWED}, {@code ADDRESS_NOT_ALLOWED} or {@code
   *     HOST_UNREACHABLE}
   */
  public Result<HostKey> scan(RepositoryUrl url, String tenant) {
    Optional<Failure> refusal = settings.allowedHosts().refusal(url);
    if (refusal.isPresent()) {
      return Result.failed(refusal.get());
    }
    try {
      String problem = "has no address";
      for (InetAddress address : settings.http().addresses().resolve(tenant, url.host())) {
        var shown = new ShownKey();
        problem = ask(url, address, shown);
        PublicKey key = shown.key;
        if (key != null) {
          return Result.ok(HostKey.of(url, key));
        }
      }
      return Result.failed(unreachable(url, problem));
    } catch (FailureException e) {
      return Result.failed(e.failure());
    }
  }

  /** Always ends with a problem: the key is refused. */
  private String ask(RepositoryUrl url, InetAddress address, ShownKey shown) {
    var sessions = SshSessions.factory(shown, List::of);
    try {
      sessions
          .getSession(
              JGitUris.of(url).setHost(address.getHostAddress()),
              null,
              FS.DETECTED,
              Math.toIntExact(settings.connectTimeout().toMillis()))
          .disconnect();
      return "showed no key";
    } catch (IOException e) {
      return text(e);
    } finally {
      sessions.close();
    }
  }

  private static Failure unreachable(RepositoryUrl url, String problem) {
    return new Failure.Remote(
        Reason.HOST_UNREACHABLE,
        "Host %s showed no SSH key: %s".formatted(url.hostAndPort(), problem));
  }

  private static String text(IOException e) {
    return HostText.clean(
        Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()), List.of());
  }

  /** Remembers the key of the host, and refuses it. */
  private static final class ShownKey implements ServerKeyDatabase {
    private volatile @Nullable PublicKey key;

    @Override
    public List<PublicKey> lookup(
        String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
      return List.of();
    }

    @Override
    public boolean accept(
        String connectAddress,
        InetSocketAddress remoteAddress,
        PublicKey serverKey,
        Configuration config,
        CredentialsProvider provider) {
      key = serverKey;
      return false;
    }
  }
}
