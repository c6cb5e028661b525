package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer, all of it. */
record Response(int status, Map<String, String> headers, ByteArrayOutputStream body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  static Response text(int status, String body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(body.getBytes(StandardCharsets.UTF_8));
    return of(status, TEXT, bytes);
  }

  static Response of(int status, String contentType, ByteArrayOutputStream body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  /** What RFC 9110, section 15, calls the status. */
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
