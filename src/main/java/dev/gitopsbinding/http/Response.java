package dev.gitopsbinding.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param headers all but those that describe the connection and the length of the body
 * @param limit how long the body may take to be sent, from the moment when it is begun
 */
public record Response(int status, Map<String, String> headers, Body body, Duration limit) {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** Enough for every body that is in memory or that only a slow client keeps waiting. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The body of a response. A body that fails is cut off where it is. */
  public sealed interface Body {}

  /** A body that is in memory. */
  public record Bytes(ByteArrayOutputStream bytes) implements Body {}

  /** A body that is made while it is sent; the end of the connection is its end. */
  public non-sealed interface Stream extends Body {
    /** Writes the whole body. Called once, by the thread of the connection. */
    void writeTo(OutputStream out) throws IOException;

    /** Ends what the body needs. Called once, also where the body could not be sent. */
    default void close() {}
  }

  /** A plain text response. */
  public static Response text(int status, String body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(body.getBytes(StandardCharsets.UTF_8));
    return of(status, TEXT, new Bytes(bytes));
  }

  /** A response with one JSON object, as it was written. */
  public static Response json(int status, String object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(object.getBytes(StandardCharsets.UTF_8));
    return of(status, "application/json", new Bytes(bytes));
  }

  /** A response with a body of any media type. */
  public static Response of(int status, String contentType, Body body) {
    return new Response(status, Map.of("Content-Type", contentType), body, LIMIT);
  }

  /** The same response with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body, limit);
  }

  /** The same response with a body that may take longer. */
  public Response within(Duration longer) {
    return new Response(status, headers, body, longer);
  }

  /** The reason phrase of the status (RFC 9110, section 15; RFC 6585). */
  String phrase() {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
