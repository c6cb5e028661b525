package dev.gitopsbinding.net.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param accept the value of {@code Accept}, if it is sent
 * @param authorization the value of {@code Authorization}, if it is sent
 * @param form the body, if any, of type {@code application/x-www-form-urlencoded}
 * @param headers further headers by name; they may hold a secret
 */
public record HttpRequest(
    String method,
    URI uri,
    @Nullable String accept,
    @Nullable String authorization,
    @Nullable String form,
    Map<String, String> headers) {
  /** Copies the map. */
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without further headers. */
  public HttpRequest(
      String method,
      URI uri,
      @Nullable String accept,
      @Nullable String authorization,
      @Nullable String form) {
    this(method, uri, accept, authorization, form, Map.of());
  }

  @Override
  public String toString() {
    return method + " to " + uri.getHost();
  }
}
