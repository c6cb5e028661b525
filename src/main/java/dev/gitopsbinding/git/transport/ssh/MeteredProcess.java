package dev.gitopsbinding.git.transport.ssh;

import dev.gitopsbinding.git.transport.ReceivedBytes;
import java.io.InputStream;
import java.io.OutputStream;

/** A remote program whose output is counted and whose standard error is kept. */
final class MeteredProcess extends Process {
  private static final int NO_EXIT = -1;

  private final Process process;
  private final InputStream output;
  private final InputStream errorOutput;

  MeteredProcess(Process process, ReceivedBytes received, SshErrors errors) {
    this.process = process;
    this.output = received.own(process.getInputStream());
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
    try {
      return process.exitValue();
    } catch (IllegalThreadStateException e) {
      // The channel was closed before the exit status arrived; JGit checks only for 127.
      return NO_EXIT;
    }
  }

  @Override
  public void destroy() {
    process.destroy();
  }
}
