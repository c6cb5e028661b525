package dev.gitopsbinding.git.transport.ssh;

import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.net.share.LeasePool;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/** Connects one operation by SSH, over a login that it shares with other operations. */
public final class SshConnection extends SshSessionFactory implements Connection {
  private final LeasePool<SshLogin.Key, SshLogin>.Lease lease;
  private final ReceivedBytes received;
  private final SshErrors errors = new SshErrors();
  private final Queue<Process> channels = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  public SshConnection(LeasePool<SshLogin.Key, SshLogin>.Lease lease, ReceivedBytes received) {
    this.lease = lease;
    this.received = received;
  }

  @Override
  public void attach(Transport transport) {
    ((SshTransport) transport).setSshSessionFactory(this);
  }

  @Override
  public Optional<Failure> refusal() {
    return lease.leased().refusal();
  }

  @Override
  public String remoteOutput() {
    return errors.text();
  }

  @Override
  public boolean reused() {
    return lease.reused();
  }

  /**
   * Other operations may still use the session, so it is closed when the last of them has ended.
   */
  @Override
  public void abort() {
    lease.retire();
    end();
  }

  @Override
  public void close() {
    end();
    lease.close();
  }

  /**
   * Wraps a channel of this operation.
   *
   * @throws IOException if the operation was given up
   */
  Process started(Process channel) throws IOException {
    channels.add(channel);
    if (ended) {
      channel.destroy();
      throw new IOException("the operation was given up");
    }
    return new MeteredProcess(channel, received, errors);
  }

  private void end() {
    ended = true;
    channels.forEach(Process::destroy);
  }

  @Override
  public String getType() {
    return "shared";
  }

  @Override
  public RemoteSession getSession(
      URIish uri, CredentialsProvider credentials, FS fs, int timeoutMillis)
      throws TransportException {
    try {
      return new MeteredSession(lease.leased().session(), this);
    } catch (IOException e) {
      throw new TransportException(uri, e.getMessage(), e);
    }
  }
}
