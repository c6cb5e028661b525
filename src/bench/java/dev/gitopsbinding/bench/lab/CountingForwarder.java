package dev.gitopsbinding.bench.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Passes TCP connections on to a loopback port, and counts them and their bytes. */
public final class CountingForwarder implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final int target;
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  private CountingForwarder(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free loopback port. */
  static CountingForwarder to(int target) {
    try {
      ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      var forwarder = new CountingForwarder(server, target);
      Thread.ofVirtual().name("forwarder").start(forwarder::accept);
      return forwarder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections so far. */
  public int connections() {
    return connections.get();
  }

  /** Bytes so far, both ways together, as sent over TCP. */
  public long bytes() {
    return bytes.get();
  }

  /** Whether a connection that the target saw from this port came through here. */
  boolean opened(int port) {
    return ports.contains(port);
  }

  @Override
  public void close() {
    closeQuietly(server);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
      ports.add(upstream.getLocalPort());
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pass(client, upstream));
      pass(upstream, client);
    } catch (IOException e) {
      closeQuietly(client);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.addAndGet(count);
        out.write(buffer, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      Progress.note("a socket did not close: " + e);
    }
  }
}
