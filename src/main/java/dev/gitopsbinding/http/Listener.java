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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request per connection, each on a platform thread of its own, so that busy virtual
 * threads cannot delay a probe. Every pod in the cluster can connect, so connections, bytes and
 * time are limited. (The HTTP server of the JDK lets a client that sends nothing block all others.)
 */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int BACKLOG = 256;
  private static final Duration MAX_CONNECTION_TIME = Duration.ofSeconds(30);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
  private static final int ACCEPT_TIMEOUT_MILLIS = 1000;
  private static final long RETRY_DELAY_NANOS = 100_000_000;
  private static final int UNREAD_TIMEOUT_MILLIS = 500;

  private final ServerSocket server;
  private final ListenerSettings settings;
  private final Handler handler;
  private final OpenConnections open;

  /** Answers requests. Called from many threads. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one request.
     *
     * @param body read only if the handler reads it
     * @throws IOException if the client has left, so that no answer is sent
     */
    Response answer(RequestHead head, RequestBody body) throws IOException;
  }

  private Listener(ServerSocket server, ListenerSettings settings, Handler handler) {
    this.server = server;
    this.settings = settings;
    this.handler = handler;
    this.open =
        new OpenConnections(settings.connections(), settings.ofAddress(), MAX_CONNECTION_TIME);
  }

  /**
   * Binds the address and starts to serve.
   *
   * @throws IOException if the address cannot be bound
   */
  public static Listener start(
      InetSocketAddress address, ListenerSettings settings, Handler handler) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address, BACKLOG);
    server.setSoTimeout(ACCEPT_TIMEOUT_MILLIS);
    Listener listener = new Listener(server, settings, handler);
    Thread.ofPlatform().name(settings.thread()).start(listener::accept);
    return listener;
  }

  /** The port that is listened on. */
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("The port of {} could not be closed", settings.port(), e);
    }
    open.closeAll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofPlatform().daemon().name(settings.thread() + "-answer").start(() -> serve(socket));
      } catch (SocketTimeoutException e) {
        // Regularly wakes up to close old connections.
      } catch (IOException | OutOfMemoryError e) {
        // Out of file descriptors or threads. That passes, so keep accepting.
        LOG.debug("A connection to the port of {} could not be accepted", settings.port(), e);
        LockSupport.parkNanos(RETRY_DELAY_NANOS);
      }
      open.closeOld();
    }
  }

  private void serve(Socket socket) {
    try {
      Optional<RequestStart> start = RequestHead.read(socket, REQUEST_LIMIT);
      Response response =
          start.isPresent()
              ? answer(start.get(), socket)
              : Response.text(400, "This is not an HTTP request.\n");
      open.prolong(socket, response.limit());
      try {
        boolean head = start.filter(one -> one.head().method().equals("HEAD")).isPresent();
        write(response, !head, socket);
      } finally {
        close(response.body());
      }
    } catch (IOException e) {
      LOG.debug("A request to the port of {} was not answered: {}", settings.port(), e.toString());
    } catch (RuntimeException e) {
      LOG.error("A request to the port of {} was not answered", settings.port(), e);
    } finally {
      open.remove(socket);
    }
  }

  private Response answer(RequestStart start, Socket socket) throws IOException {
    var body = new RequestBody(start, socket, REQUEST_LIMIT);
    return handler.answer(start.head(), body);
  }

  private void write(Response response, boolean withBody, Socket socket) throws IOException {
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

  private void skip(InputStream in) throws IOException {
    byte[] buffer = new byte[2048];
    int left = settings.unreadBytes();
    int count;
    while (left > 0 && (count = in.read(buffer)) >= 0) {
      left -= count;
    }
  }
}
