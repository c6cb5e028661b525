package dev.gitopsbinding.training;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One watch over a WebSocket (RFC 6455). What the client sends after its request is dropped. */
final class WatchConnection {
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_OF_16_BITS = 126;
  private static final int LONGEST_OF_7_BITS = 125;

  private final Socket socket;
  private final ObjectStore store;

  WatchConnection(Socket socket, ObjectStore store) {
    this.socket = socket;
    this.store = store;
  }

  /** Serves until the client goes. */
  void serve() throws IOException {
    var reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String request = reader.readLine();
    Map<String, String> headers = headers(reader);
    if (request == null || !headers.containsKey("sec-websocket-key")) {
      throw new IOException("not a WebSocket: " + request);
    }
    var output = new DataOutputStream(socket.getOutputStream());
    output.writeBytes(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accepted(headers.get("sec-websocket-key"))
            + "\r\n\r\n");
    output.flush();
    String collection = URI.create(request.split(" ", -1)[1]).getPath();
    store.watch(collection, event -> send(output, event));
    while (reader.read() >= 0) {
      // pings and the end of the watch need no answer here
    }
  }

  private static Map<String, String> headers(BufferedReader reader) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String accepted(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called by one thread at a time: the store is locked. */
  private static void send(DataOutputStream output, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      output.writeByte(FINAL_TEXT);
      if (bytes.length <= LONGEST_OF_7_BITS) {
        output.writeByte(bytes.length);
      } else {
        output.writeByte(LENGTH_OF_16_BITS);
        output.writeShort(bytes.length);
      }
      output.write(bytes);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
