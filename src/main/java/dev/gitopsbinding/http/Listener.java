package dev.gitopsbinding.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request on each connection, in a platform thread of its own: no work of virtual
 * threads can hold up a probe. Everybody in the cluster can connect, so that connections, bytes and
 * time are bounded; the server of the JDK would let a client that sends nothing keep all others
 * out.
 */
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int BACKLOG = 256;
  private static final int MOST_CONNECTIONS = 32;
  private static final int MOST_OF_ADDRESS = 8;
  private static final Duration MAX_CONNECTION_TIME = Duration.ofSeconds(30);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
  private static final int LOOK_AROUND_MILLIS = 1000;
  private static final long PAUSE_NANOS = 100_000_000;
  private static final int MOST_UNREAD = 64 << 10;
  private static final int UNREAD_MILLIS = 500;

  private final ServerSocket server;
  private final Function<RequestHead, Response> handler;
  private final OpenConnections open =
      new OpenConnections(MOST_CONNECTIONS, MOST_OF_ADDRESS, MAX_CONNECTION_TIME);

  private Listener(ServerSocket server, Function<RequestHead, Response> handler) {
    this.server = server;
    this.handler = handler;
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param handler called from many threads
   */
  static Listener start(InetSocketAddress address, Function<RequestHead, Response> handler)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address, BACKLOG);
    server.setSoTimeout(LOOK_AROUND_MILLIS);
    Listener listener = new Listener(server, handler);
    Thread.ofPlatform().name("http").start(listener::accept);
    return listener;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("The port of metrics and probes could not be closed", e);
    }
    open.closeAll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofPlatform().daemon().name("http-answer").start(() -> serve(socket));
      } catch (SocketTimeoutException e) {
        // Time to look for connections that are too old.
      } catch (IOException | OutOfMemoryError e) {
        // Out of files or threads: that passes, and probes are to be answered then.
        LOG.debug("A connection could not be accepted", e);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      open.closeOld();
    }
  }

  private void serve(Socket socket) {
    try {
      Optional<RequestHead> request = RequestHead.read(socket, REQUEST_LIMIT);
      Response response =
          request
              .map(handler)
              .orElseGet(() -> Response.text(400, "This is not an HTTP request.\n"));
      write(response, request.filter(head -> head.method().equals("HEAD")).isEmpty(), socket);
    } catch (IOException e) {
      LOG.debug("A request was not answered: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("A request was not answered.", e);
    } finally {
      open.remove(socket);
    }
  }

  private static void write(Response response, boolean withBody, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(response.status()).append(' ').append(response.phrase()).append("\r\n");
    response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(response.body().size()).append("\r\n");
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (withBody) {
      response.body().writeTo(out);
    }
    out.flush();
    // A close with bytes unread would reset the connection, and the client lose the answer.
    socket.shutdownOutput();
    socket.setSoTimeout(UNREAD_MILLIS);
    skip(socket.getInputStream());
  }

  private static void skip(InputStream in) throws IOException {
    byte[] buffer = new byte[2048];
    int left = MOST_UNREAD;
    int count;
    while (left > 0 && (count = in.read(buffer)) >= 0) {
      left -= count;
    }
  }
}
