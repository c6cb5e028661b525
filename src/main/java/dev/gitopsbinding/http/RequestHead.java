package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The head of an HTTP/1.x request (RFC 9112), with who sent it.
 *
 * @param path without the query, percent-decoded; empty if there is none
 * @param query as it was sent, without the question mark; empty if there is none
 * @param headers by name in lower case; the values of one name are joined by commas
 * @param client the address that the request came from
 */
public record RequestHead(
    String method, String path, String query, Map<String, String> headers, InetAddress client) {
  /** The largest size of request line and headers together. */
  static final int MAX_BYTES = 16 << 10;

  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  /**
   * Reads a request up to the end of its headers.
   *
   * @param limit how long reading may take in total
   * @return empty if the client sent something else than a request
   * @throws IOException if the connection is closed, or the request takes too long or is too large
   */
  static Optional<RequestStart> read(Socket socket, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    byte[] buffer = new byte[2048];
    while (true) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("the request did not arrive within " + limit);
      }
      socket.setSoTimeout(Math.toIntExact(left));
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw new EOFException();
      }
      head.write(buffer, 0, count);
      byte[] soFar = head.toByteArray();
      int length = indexOfEnd(soFar);
      if (length >= 0) {
        byte[] rest = Arrays.copyOfRange(soFar, length + END.length, soFar.length);
        return parse(
                new String(soFar, 0, length, StandardCharsets.ISO_8859_1), socket.getInetAddress())
            .map(parsed -> new RequestStart(parsed, rest));
      }
      if (soFar.length > MAX_BYTES) {
        throw new IOException("the request's headers have more than " + MAX_BYTES + " bytes");
      }
    }
  }

  /** The value of a header, by its name in lower case; empty if there is none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** What the client wants to get. */
  public AcceptHeader accept() {
    return new AcceptHeader(header("accept"));
  }

  /** Whether a body follows. */
  public boolean hasBody() {
    return !header("transfer-encoding").isEmpty() || !header("content-length").matches("0*");
  }

  private static Optional<RequestHead> parse(String text, InetAddress client) {
    String[] lines = text.split("\r\n", -1);
    String[] request = lines[0].split(" ", -1);
    if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
      return Optional.empty();
    }
    try {
      URI target = new URI(request[1]);
      return Optional.of(
          new RequestHead(
              request[0],
              Objects.requireNonNullElse(target.getPath(), ""),
              Objects.requireNonNullElse(target.getRawQuery(), ""),
              headers(lines),
              client));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> headers(String[] lines) {
    return Arrays.stream(lines)
        .skip(1)
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .collect(
            Collectors.toMap(
                parts -> parts[0].toLowerCase(Locale.ROOT),
                parts -> parts[1].strip(),
                (first, second) -> first + "," + second));
  }

  private static int indexOfEnd(byte[] bytes) {
    for (int i = 0; i + END.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + END.length, END, 0, END.length)) {
        return i;
      }
    }
    return -1;
  }
}
