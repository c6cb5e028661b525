package dev.gitopsbinding.net.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. The URI, the headers and the body may hold secrets; {@link #toString()} shows none.
 *
 * @param accept the value of {@code Accept}, if it is sent
 * @param authorization the value of {@code Authorization}, if it is sent
 * @param headers further headers by name; they may hold a secret
 * @param body null for none
 */
public record HttpRequest(
    String method,
    URI uri,
    @Nullable String accept,
    @Nullable String authorization,
    Map<String, String> headers,
    @Nullable Body body) {

  /** Copies the headers. */
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without further headers. */
  public HttpRequest(
      String method,
      URI uri,
      @Nullable String accept,
      @Nullable String authorization,
      @Nullable Body body) {
    this(method, uri, accept, authorization, Map.of(), body);
  }

  /**
   * What is sent.
   *
   * @param contentType the media type, with its parameters
   * @param text sent in UTF-8
   */
  public record Body(String contentType, String text) {
    /** A form, as {@code application/x-www-form-urlencoded}. */
    public static Body form(String text) {
      return new Body("application/x-www-form-urlencoded", text);
    }

    @Override
    public String toString() {
      return contentType;
    }
  }

  @Override
  public String toString() {
    return method + " to " + uri.getHost();
  }
}
