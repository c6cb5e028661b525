package dev.gitopsbinding.net.http;

import java.net.URI;
import java.util.Optional;

/**
 * One request.
 *
 * @param authorization the header's value
 * @param form a body of the type {@code application/x-www-form-urlencoded}
 */
public record HttpRequest(
    String method,
    URI uri,
    Optional<String> accept,
    Optional<String> authorization,
    Optional<String> form) {
  @Override
  public String toString() {
    return method + " to " + uri.getHost();
  }
}
