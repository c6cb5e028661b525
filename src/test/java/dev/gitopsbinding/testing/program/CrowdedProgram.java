package dev.gitopsbinding.testing.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that serves HTTP and prints its port, with clients at any address of the loopback
 * interface: a crowd that keeps its connections, and others that ask.
 */
public final class CrowdedProgram implements AutoCloseable {
  private final List<Socket> crowd = new ArrayList<>();
  private final ClassProgram program;
  private final int port;
  private final int patienceMillis;

  private CrowdedProgram(ClassProgram program, Duration patience) {
    this.program = program;
    this.port = Integer.parseInt(program.line());
    this.patienceMillis = Math.toIntExact(patience.toMillis());
  }

  /**
   * Starts the main method of a class.
   *
   * @param patience how long a client waits for what it asked for
   */
  public static CrowdedProgram start(Duration patience, Class<?> main, String... arguments) {
    return new CrowdedProgram(ClassProgram.start(main, arguments), patience);
  }

  /** Whether the program runs. */
  public boolean isAlive() {
    return program.isAlive();
  }

  /** What the program answers to a client at an address. */
  public String get(String from, String path) throws IOException {
    try (Socket socket = connect(from)) {
      send(socket, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A client sends a text, reads nothing, and keeps its connection. */
  public void join(String from, String text) throws IOException {
    Socket socket = connect(from);
    crowd.add(socket);
    try {
      send(socket, text);
    } catch (IOException e) {
      // The server closed it already, for newer connections.
    }
  }

  /** A connection from an address; to be closed by the caller. */
  public Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(patienceMillis);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMillis);
    return socket;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    program.close();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
