package dev.gitopsbinding.net.http;

import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;

/** What a host answered. The body may hold a token; the text form does not show it. */
public record HttpAnswer(
    int status,
    List<String> challenges,
    Optional<String> contentType,
    Optional<String> location,
    Optional<String> retryAfter,
    String body) {
  public static final int OK = 200;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int TOO_MANY_REQUESTS = 429;
  public static final int UNAVAILABLE = 503;

  static HttpAnswer of(ClassicHttpResponse response, String body) {
    List<String> challenges =
        List.of(response.getHeaders("WWW-Authenticate")).stream()
            .map(NameValuePair::getValue)
            .toList();
    return new HttpAnswer(
        response.getCode(),
        challenges,
        header(response, "Content-Type").map(value -> value.replaceFirst(";.*", "").strip()),
        header(response, "Location"),
        header(response, "Retry-After"),
        body);
  }

  /** Whether it sends to another place (RFC 9110, section 15.4). */
  public boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return "HTTP status " + status;
  }

  private static Optional<String> header(ClassicHttpResponse response, String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }
}
