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
 * Answers one request per connection, each on a platform thread of its own, so that busy virtual
 * threads cannot delay a probe. Every pod in the cluster can connect, so connections, bytes and
 * time are limited. (The HTTP server of the JDK lets a client that sends nothing block all others.)
 */
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int BACKLOG = 256;
  private static final int MAX_CONNECTIONS = 32;
  private static final int MAX_OF_ADDRESS = 8;
  private static final Duration MAX_CONNECTION_TIME = Duration.ofSeconds(30);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
  private static final int ACCEPT_TIMEOUT_MILLIS = 1000;
  private static final long RETRY_PAUSE_NANOS = 100_000_000;
  private static final int MAX_UNREAD_BYTES = 64 << 10;
  private static final int UNREAD_TIMEOUT_MILLIS = 500;

  private final ServerSocket server;
  private final Function<RequestHead, Response> handler;
  private final OpenConnections open =
      new OpenConnections(MAX_CONNECTIONS, MAX_OF_ADDRESS, MAX_CONNECTION_TIME);

  private Listener(ServerSocket server, Function<RequestHead, Response> handler) {
    this.server = server;
    this.handler = handler;
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param handler called from many threads
   * @throws IOException if the address cannot be bound
   */
  static Listener start(InetSocketAddress address, Function<RequestHead, Response> handler)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address, BACKLOG);
    server.setSoTimeout(ACCEPT_TIMEOUT_MILLIS);
    Listener listener = new Listener(server, handler);
    Thread.ofPlatform().name("http").start(listener::accept);
    return listener;
  }

  /** The port that is listened on. */
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
        // Regularly wakes up to close old connections.
      } catch (IOException | OutOfMemoryError e) {
        // Out of file descriptors or threads. That passes, so keep accepting.
        LOG.debug("A connection to the port of metrics and probes could not be accepted", e);
        LockSupport.parkNanos(RETRY_PAUSE_NANOS);
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
      open.prolong(socket, response.limit());
      try {
        write(response, request.filter(head -> head.method().equals("HEAD")).isEmpty(), socket);
      } finally {
        close(response.body());
      }
    } catch (IOException e) {
      LOG.debug("A request to the port of metrics and probes was not answered: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("A request to the port of metrics and probes was not answered", e);
    } finally {
      open.remove(socket);
    }
  }

  private static void write(Response response, boolean withBody, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(response.status()).append(' ').append(response.phrase()).append("\r\n");
    response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (response.body() instanceof Response.Bytes(var bytes)) {
      head.append("Content-Length: ").append(bytes.size()).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (withBody) {
      switch (response.body()) {
        case Response.Bytes(var bytes) -> bytes.writeTo(out);
        case Response.Stream stream -> stream.writeTo(out);
      }
    }
    out.flush();
    // Closing with unread bytes would reset the connection, and the client would lose the answer.
    socket.shutdownOutput();
    socket.setSoTimeout(UNREAD_TIMEOUT_MILLIS);
    skip(socket.getInputStream());
  }

  private static void close(Response.Body body) {
    if (body instanceof Response.Stream stream) {
      stream.close();
    }
  }

  private static void skip(InputStream in) throws IOException {
    byte[] buffer = new byte[2048];
    int left = MAX_UNREAD_BYTES;
    int count;
    while (left > 0 && (count = in.read(buffer)) >= 0) {
      left -= count;
    }
  }
}
