package dev.gitopsbinding.git.transport.ssh;

import dev.gitopsbinding.git.transport.ReceivedBytes;
import java.io.InputStream;
import java.io.OutputStream;

/** A program on the other side whose received bytes are counted and whose errors are kept. */
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
      // The channel was closed before the program's end came; JGit looks for 127 alone.
      return NO_EXIT;
    }
  }

  @Override
  public void destroy() {
    process.destroy();
  }
}
