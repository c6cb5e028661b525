package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.Failure;
import java.util.Optional;
import org.eclipse.jgit.transport.Transport;

/** The part of a transport that is specific to a protocol, for one operation. */
public interface Connection extends AutoCloseable {
  /** Makes a transport use this connection. */
  void attach(Transport transport);

  /** What was refused on this side, though JGit reports something else. */
  Optional<Failure> refusal();

  /** What the host said beside the protocol. */
  String said();

  /** Whether the connection was made before this operation, so that the host may have left it. */
  boolean reused();

  /** Gives the operation up, from another thread; no new one begins on the same login. */
  void abort();

  @Override
  void close();
}
