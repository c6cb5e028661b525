package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The body of a request (RFC 9112, section 6), with a length or in chunks. Nothing of it is
 * received before it is read.
 */
public final class RequestBody {
  private static final int LONGEST_LINE = 128;
  private static final int MAX_TRAILERS = 20;
  private static final int BUFFER = 8 << 10;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final RequestHead head;
  private final byte[] received;
  private final Socket socket;
  private final Duration limit;
  private int taken;
  private long end;

  /** A body cannot be used; the status says why to the client. */
  public static final class UnusableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** 400 (malformed), 408 (too slow) or 413 (too large). */
    public final int status;

    UnusableException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /**
   * @param limit how long reading may take in total
   */
  RequestBody(RequestStart start, Socket socket, Duration limit) {
    this.head = start.head();
    this.received = start.rest();
    this.socket = socket;
    this.limit = limit;
  }

  /**
   * Reads the whole body; to be called once. A length that is announced and too large is refused
   * before anything is read.
   *
   * @param max how many bytes it may have
   * @throws UnusableException if it is too large, malformed or too slow
   * @throws IOException if the client has left
   */
  public byte[] read(int max) throws IOException {
    end = System.nanoTime() + limit.toNanos();
    String length = head.header("content-length");
    String encoding = head.header("transfer-encoding");
    if (!encoding.isEmpty()) {
      // Both together are how requests are smuggled past proxies (RFC 9112, section 6.1).
      if (!encoding.equalsIgnoreCase("chunked") || !length.isEmpty()) {
        throw malformed();
      }
      invite();
      return chunks(max);
    }
    int size = length.isEmpty() ? 0 : size(length, 10, max);
    if (size > 0) {
      invite();
    }
    byte[] body = new byte[size];
    for (int at = 0; at < size; ) {
      at += received(body, at, size - at);
    }
    return body;
  }

  /** RFC 9110, section 10.1.1. */
  private void invite() throws IOException {
    if (head.header("expect").equalsIgnoreCase("100-continue")) {
      socket.getOutputStream().write(CONTINUE);
    }
  }

  private byte[] chunks(int max) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size;
    while ((size = size(line().replaceFirst("[ \t]*;.*", ""), 16, max - body.size())) > 0) {
      copy(size, body);
      if (!line().isEmpty()) {
        throw malformed();
      }
    }
    int trailers = 0;
    while (!line().isEmpty()) {
      if (++trailers > MAX_TRAILERS) {
        throw malformed();
      }
    }
    return body.toByteArray();
  }

  private static int size(String digits, int radix, int max) throws UnusableException {
    if (!digits.matches(radix == 16 ? "[0-9a-fA-F]{1,15}" : "[0-9]{1,18}")) {
      throw malformed();
    }
    long size = Long.parseLong(digits, radix);
    if (size > max) {
      throw new UnusableException(413, "the body is too large");
    }
    return (int) size;
  }

  /** A line without its end. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (true) {
      received(one, 0, 1);
      if (one[0] == '\n') {
        return line.toString().replaceFirst("\r$", "");
      }
      if (line.length() == LONGEST_LINE) {
        throw malformed();
      }
      line.append((char) (one[0] & 0xff));
    }
  }

  private void copy(int size, ByteArrayOutputStream to) throws IOException {
    byte[] buffer = new byte[Math.min(size, BUFFER)];
    for (int left = size; left > 0; ) {
      int count = received(buffer, 0, Math.min(left, buffer.length));
      to.write(buffer, 0, count);
      left -= count;
    }
  }

  /** Receives at least one byte, and says how many. */
  private int received(byte[] buffer, int at, int most) throws IOException {
    int count = receive(buffer, at, most);
    if (count < 0) {
      throw malformed();
    }
    return count;
  }

  private int receive(byte[] buffer, int at, int most) throws IOException {
    int held = Math.min(received.length - taken, most);
    if (held > 0) {
      System.arraycopy(received, taken, buffer, at, held);
      taken += held;
      return held;
    }
    long left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw late();
    }
    socket.setSoTimeout(Math.toIntExact(left));
    try {
      return socket.getInputStream().read(buffer, at, most);
    } catch (SocketTimeoutException e) {
      throw late();
    }
  }

  private static UnusableException malformed() {
    return new UnusableException(400, "the body is not framed as HTTP says");
  }

  private static UnusableException late() {
    return new UnusableException(408, "the body did not arrive in time");
  }
}
