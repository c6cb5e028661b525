package dev.gitopsbinding.net.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param accept the value of {@code Accept}, if it is sent
 * @param authorization the value of {@code Authorization}, if it is sent
 * @param form the body, if any, of type {@code application/x-www-form-urlencoded}
 */
public record HttpRequest(
    String method,
    URI uri,
    @Nullable String accept,
    @Nullable String authorization,
    @Nullable String form) {
  @Override
  public String toString() {
    return method + " to " + uri.getHost();
  }
}
