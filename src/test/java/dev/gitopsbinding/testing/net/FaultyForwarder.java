package dev.gitopsbinding.testing.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes TCP connections on to a loopback port, as well or as badly as a test wants. */
public final class FaultyForwarder implements AutoCloseable {
  /** What is done with connections, those that are open included. */
  public enum Mode {
    /** Everything is passed on at once. */
    SOUND,
    /** Connections are cut, and new ones too. */
    DOWN,
    /** What the target says is held back, one byte a second aside. */
    DRIPPING,
    /** What the target says is held back. */
    SILENT
  }

  private static final int BUFFER = 16 * 1024;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile Mode mode = Mode.SOUND;
  private volatile long soundBytes;

  private FaultyForwarder(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free loopback port. */
  public static FaultyForwarder to(int target) {
    try {
      var server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      var forwarder = new FaultyForwarder(server, target);
      Thread.ofVirtual().start(forwarder::acceptAll);
      return forwarder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port it listens at. */
  public int port() {
    return server.getLocalPort();
  }

  /** Leads new connections to another port of the loopback address. */
  public void leadTo(int port) {
    target = port;
  }

  /** Behaves like this from now on. */
  public void be(Mode now) {
    beAfter(0, now);
  }

  /** Behaves like this once so many bytes more came from the target, over all connections. */
  public synchronized void beAfter(long bytes, Mode then) {
    soundBytes = bytes;
    mode = then;
    if (bytes == 0 && then == Mode.DOWN) {
      open.forEach(FaultyForwarder::cut);
    }
  }

  @Override
  public void close() {
    cut(server);
    open.forEach(FaultyForwarder::cut);
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    if (mode == Mode.DOWN && soundBytes == 0) {
      cut(client);
      return;
    }
    open.add(client);
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(upstream);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      Thread request = Thread.ofVirtual().start(() -> pass(client, upstream, false));
      pass(upstream, client, true);
      request.join();
      open.remove(upstream);
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (answers) {
          passAnswer(buffer, count, out);
        } else {
          out.write(buffer, 0, count);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      cut(from);
      cut(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void passAnswer(byte[] buffer, int count, OutputStream out)
      throws IOException, InterruptedException {
    for (int at = 0; at < count; ) {
      int part = mode == Mode.SOUND ? count - at : (int) Math.min(count - at, soundBytes);
      if (part > 0) {
        out.write(buffer, at, part);
        at += part;
        soundBytes = Math.max(0, soundBytes - part);
        continue;
      }
      switch (mode) {
        case DOWN -> throw new IOException("cut");
        case DRIPPING -> {
          out.write(buffer, at, 1);
          at++;
          Thread.sleep(Duration.ofSeconds(1));
        }
        case SILENT, SOUND -> Thread.sleep(LOOK);
      }
    }
  }

  private static void cut(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
