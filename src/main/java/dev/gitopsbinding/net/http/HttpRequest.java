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
 * @param repeatable whether a host that gets it twice does no more than for one; always so for GET
 *     and HEAD (RFC 9110, section 9.2.2)
 */
public record HttpRequest(
    String method,
    URI uri,
    @Nullable String accept,
    @Nullable String authorization,
    Map<String, String> headers,
    @Nullable Body body,
    boolean repeatable) {

  /** Copies the headers. */
  public HttpRequest {
    headers = Map.copyOf(headers);
    repeatable = repeatable || method.equals("GET") || method.equals("HEAD");
  }

  /** A request that is repeatable only by its method. */
  public HttpRequest(
      String method,
      URI uri,
      @Nullable String accept,
      @Nullable String authorization,
      Map<String, String> headers,
      @Nullable Body body) {
    this(method, uri, accept, authorization, headers, body, false);
  }

  /** A request without further headers. */
  public HttpRequest(
      String method,
      URI uri,
      @Nullable String accept,
      @Nullable String authorization,
      @Nullable Body body) {
    this(method, uri, accept, authorization, Map.of(), body, false);
  }

  /** This request, which may be sent twice whatever its method. */
  public HttpRequest asRepeatable() {
    return new HttpRequest(method, uri, accept, authorization, headers, body, true);
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
