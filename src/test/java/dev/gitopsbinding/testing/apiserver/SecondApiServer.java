package dev.gitopsbinding.testing.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another kube-apiserver on the same etcd, as in a cluster whose API server was replaced: its watch
 * cache knows nothing of what was before it started.
 */
public final class SecondApiServer implements AutoCloseable {
  private static final String PROGRAM = "kube-apiserver";
  private static final String PORT = "--secure-port";

  private final Process process;
  private final int port;

  private SecondApiServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one with the arguments of {@code first}; it takes some seconds to serve.
   *
   * @throws IllegalStateException if {@code first} does not run
   */
  public static SecondApiServer startBeside(ApiServer first) {
    try {
      int port = freePort();
      List<String> command = commandOf(first);
      command.set(command.indexOf(PORT) + 1, Integer.toString(port));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return new SecondApiServer(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The loopback port it listens at. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Found by its port: other tests of the JVM may have servers of their own. */
  private static List<String> commandOf(ApiServer first) {
    String port = Integer.toString(first.port());
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::info)
        .filter(info -> info.command().filter(path -> path.endsWith(PROGRAM)).isPresent())
        .map(SecondApiServer::commandOf)
        .filter(command -> command.get(command.indexOf(PORT) + 1).equals(port))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No API server listens at port " + port));
  }

  private static List<String> commandOf(ProcessHandle.Info info) {
    List<String> command = new ArrayList<>(List.of(info.command().orElseThrow()));
    command.addAll(List.of(info.arguments().orElseThrow()));
    return command;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
