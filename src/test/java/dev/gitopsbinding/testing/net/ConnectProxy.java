package dev.gitopsbinding.testing.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy for HTTP's CONNECT method that leads every host name to the loopback address. */
public final class ConnectProxy implements AutoCloseable {
  private static final Pattern LOGIN = Pattern.compile("(?i)Proxy-Authorization: Basic (\\S+)");

  private final ServerSocket socket;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  private ConnectProxy(ServerSocket socket) {
    this.socket = socket;
  }

  /** Starts one on a free loopback port. */
  public static ConnectProxy start() {
    try {
      ConnectProxy proxy =
          new ConnectProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(proxy::acceptAll);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL, as in {@code HTTPS_PROXY}. */
  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The port on the loopback address. */
  public int port() {
    return socket.getLocalPort();
  }

  /** From now on asks for another login, and repeats the one it got wherever it can. */
  public void refuseAndRepeat() {
    refusing = true;
  }

  /** The request lines and headers so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    try {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
      String first = reader.readLine();
      StringBuilder request = new StringBuilder(first);
      for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
        request.append('\n').append(line);
      }
      requests.add(request.toString());
      if (refusing) {
        client
            .getOutputStream()
            .write(refusal(request.toString()).getBytes(StandardCharsets.UTF_8));
        return;
      }
      String target = first.split(" ", -1)[1];
      int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread back = Thread.ofVirtual().start(() -> pump(server, client));
        pump(client, server);
        back.join();
      }
    } catch (IOException e) {
      System.err.println("proxied connection ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String refusal(String request) {
    Matcher login = LOGIN.matcher(request);
    String got =
        login.find()
            ? login.group(1)
                + " "
                + new String(Base64.getDecoder().decode(login.group(1)), StandardCharsets.UTF_8)
            : "nothing";
    String body = "You sent " + got + "\n";
    return "HTTP/1.1 407 Not "
        + got
        + "\r\nProxy-Authenticate: Basic realm=\""
        + got
        + "\"\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side hung up, and so does the other.
    }
  }
}
