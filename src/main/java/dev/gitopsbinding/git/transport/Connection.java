package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.Failure;
import java.util.Optional;
import org.eclipse.jgit.transport.Transport;

/** The protocol-specific part of a transport, for one operation. */
public interface Connection extends AutoCloseable {
  /** Makes a transport use this connection. */
  void attach(Transport transport);

  /** A refusal by this operator, such as of a host key, which JGit reports as another failure. */
  Optional<Failure> refusal();

  /** The text that the host sent outside the protocol, for example on standard error. */
  String remoteOutput();

  /**
   * Whether the connection was made before this operation, so that the host may have closed it
   * since.
   */
  boolean reused();

  /** Aborts the operation, from another thread. No new operation uses the same connection. */
  void abort();

  @Override
  void close();
}
