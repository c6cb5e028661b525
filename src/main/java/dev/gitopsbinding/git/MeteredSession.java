package dev.gitopsbinding.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.eclipse.jgit.transport.RemoteSession2;

/** An SSH session whose received bytes are counted and whose errors are kept. */
record MeteredSession(RemoteSession2 session, ReceivedBytes received, SshErrors errors)
    implements RemoteSession2 {
  @Override
  public Process exec(String command, int timeout) throws IOException {
    return new MeteredProcess(session.exec(command, timeout));
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int timeout)
      throws IOException {
    return new MeteredProcess(session.exec(command, environment, timeout));
  }

  @Override
  public void disconnect() {
    // The session is shared, and outlives the operation.
  }

  private final class MeteredProcess extends Process {
    private final Process process;
    private final InputStream output;
    private final InputStream errorOutput;

    MeteredProcess(Process process) {
      this.process = process;
      this.output = received.counting(process.getInputStream());
      this.errorOutput = received.counting(errors.keeping(process.getErrorStream()));
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return output;
    }

    @Override
    public InputStream getErrorStream() {
      return errorOutput;
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
