package dev.gitopsbinding.git.transport.ssh;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.transport.RemoteSession2;

/** A shared SSH session, as used by one operation. */
record MeteredSession(RemoteSession2 session, SshConnection operation) implements RemoteSession2 {
  @Override
  public Process exec(String command, int timeout) throws IOException {
    return operation.started(session.exec(command, timeout));
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int timeout)
      throws IOException {
    return operation.started(session.exec(command, environment, timeout));
  }

  @Override
  public void disconnect() {
    // The session is shared with other operations.
  }
}
