package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP response with its whole body. */
record Response(int status, Map<String, String> headers, ByteArrayOutputStream body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** A plain text response. */
  static Response text(int status, String body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(body.getBytes(StandardCharsets.UTF_8));
    return of(status, TEXT, bytes);
  }

  /** A response with a body of any media type. */
  static Response of(int status, String contentType, ByteArrayOutputStream body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  /** The same response with one more header. */
  Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  /** The reason phrase of the status (RFC 9110, section 15). */
  String phrase() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
