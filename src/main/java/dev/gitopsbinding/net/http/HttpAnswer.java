package dev.gitopsbinding.net.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * A host's answer. The body may contain a token; {@link #toString()} does not show it.
 *
 * @param challenges the values of {@code WWW-Authenticate}
 * @param contentType the media type without parameters, if the host names one
 * @param location the value of {@code Location}, if any
 * @param retryAfter the value of {@code Retry-After}, if any
 * @param headers the first value of each header, by its name in lower case; no more than {@link
 *     BoundedHeads} lets through
 */
public record HttpAnswer(
    int status,
    List<String> challenges,
    @Nullable String contentType,
    @Nullable String location,
    @Nullable String retryAfter,
    Map<String, String> headers,
    String body) {
  public static final int OK = 200;
  public static final int CREATED = 201;
  public static final int NOT_MODIFIED = 304;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int UNPROCESSABLE = 422;
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
        mediaType(header(response, "Content-Type")),
        header(response, "Location"),
        header(response, "Retry-After"),
        headers(response),
        body);
  }

  /**
   * The first value of a header, if the host sent it.
   *
   * @param name in lower case
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the request was done, and its result is in the body. */
  public boolean isSuccess() {
    return isSuccess(status);
  }

  static boolean isSuccess(int status) {
    return status == OK || status == CREATED;
  }

  /** Whether the answer is a redirect to another URL (RFC 9110, section 15.4). */
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

  private static @Nullable String mediaType(@Nullable String contentType) {
    return contentType == null ? null : contentType.replaceFirst(";.*", "").strip();
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    return Arrays.stream(response.getHeaders())
        .filter(header -> header.getValue() != null)
        .collect(
            Collectors.toUnmodifiableMap(
                header -> header.getName().toLowerCase(Locale.ROOT),
                NameValuePair::getValue,
                (first, _) -> first));
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
