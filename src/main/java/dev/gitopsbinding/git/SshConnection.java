package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a transport speak SSH with one key and known hosts from memory. The host is resolved and its
 * addresses are checked here; what connects is an address, what is checked is the name.
 */
final class SshConnection extends SshSessionFactory implements Connection {
  private static final File NOWHERE = new File("/nonexistent");

  private final RepositoryUrl url;
  private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);

  private final GitSettings settings;
  private final ReceivedBytes received;
  private final HostKeyCheck hostKeys;
  private final SshdSessionFactory sessions;
  private final SshErrors errors = new SshErrors();
  private volatile Optional<RemoteSession> session = Optional.empty();

  SshConnection(
      RepositoryUrl url,
      Credential.SshKey credential,
      GitSettings settings,
      ReceivedBytes received) {
    this.url = url;
    this.settings = settings;
    this.received = received;
    this.hostKeys = new HostKeyCheck(url, KnownHosts.parse(credential.knownHosts()));
    this.sessions =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(NOWHERE)
            .setSshDirectory(NOWHERE)
            .setConfigFile(directory -> null)
            .setConfigStoreFactory((home, file, user) -> null)
            .setConnectorFactory(null)
            .setDefaultKnownHostsFiles(directory -> List.of())
            .setDefaultKeysProvider(directory -> PrivateKeys.of(credential))
            .setPreferredAuthentications("publickey")
            .setServerKeyDatabase((home, directory) -> hostKeys)
            .build(null);
  }

  @Override
  public void attach(Transport transport) {
    ((SshTransport) transport).setSshSessionFactory(this);
  }

  @Override
  public Optional<Failure> refusal() {
    return hostKeys.refusal();
  }

  @Override
  public String said() {
    return errors.text();
  }

  @Override
  public void abort() {
    try {
      session.ifPresent(RemoteSession::disconnect);
    } catch (RuntimeException e) {
      // JGit's session trips over itself where it is closed twice at once; closed it is.
      LOG.debug("{}: the session ended while it was aborted", url.hostAndPort(), e);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }

  @Override
  public String getType() {
    return sessions.getType();
  }

  @Override
  public RemoteSession getSession(
      URIish uri, CredentialsProvider credentials, FS fs, int timeoutMillis)
      throws TransportException {
    try {
      RemoteSession2 opened = connect(uri, fs);
      session = Optional.of(opened);
      return new MeteredSession(opened, received, errors);
    } catch (TransportException e) {
      throw e;
    } catch (IOException e) {
      throw new TransportException(uri, e.getMessage(), e);
    }
  }

  private RemoteSession2 connect(URIish uri, FS fs) throws IOException {
    List<InetAddress> addresses = new AddressPolicy(settings.allowLoopback()).resolve(url.host());
    IOException last = null;
    for (InetAddress address : addresses) {
      try {
        URIish literal = uri.setHost(address.getHostAddress());
        return sessions.getSession(
            literal, null, fs, Math.toIntExact(settings.connectTimeout().toMillis()));
      } catch (TransportException e) {
        if (refusal().isPresent() || !ConnectFaults.isConnectFault(e)) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }
}
