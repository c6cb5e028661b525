package dev.gitopsbinding.registry.request;

import java.net.URI;
import java.util.Optional;

/**
 * One request.
 *
 * @param authorization the header's value
 * @param form a body of the type {@code application/x-www-form-urlencoded}
 */
public record Request(
    String method,
    URI uri,
    Optional<String> accept,
    Optional<String> authorization,
    Optional<String> form) {
  /** Whether it goes to a token server; manifests are only asked for by HEAD. */
  boolean isForToken() {
    return !method.equals("HEAD");
  }

  @Override
  public String toString() {
    return method + " to " + uri.getHost();
  }
}
