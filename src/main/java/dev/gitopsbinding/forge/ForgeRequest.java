package dev.gitopsbinding.forge;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API of a forge. A forge that gets it twice does no more than for one, because a
 * request on a connection that breaks is repeated.
 *
 * @param method such as {@code GET}
 * @param uri at the host of the repository's URL in the API
 * @param body JSON; null for none
 */
public record ForgeRequest(String method, URI uri, @Nullable String body) {
  /** A request for what is there. */
  public static ForgeRequest get(String url) {
    return new ForgeRequest("GET", URI.create(url), null);
  }

  /** A request that makes something. */
  public static ForgeRequest post(String url, String body) {
    return new ForgeRequest("POST", URI.create(url), body);
  }

  /**
   * A request that sets a status of a commit: all forges take the same fields except for one.
   *
   * @param state in the forge's own word
   * @param nameField the field for the context
   * @param ref the branch, for a forge that asks for it; null for none
   */
  public static ForgeRequest status(
      String url, String state, String nameField, CommitStatus status, @Nullable String ref) {
    JsonBody body = new JsonBody().with("state", state).with(nameField, status.context());
    if (ref != null) {
      body.with("ref", ref);
    }
    URI link = status.link();
    if (link != null) {
      body.with("target_url", link.toString());
    }
    return post(url, body.with("description", status.description()).text());
  }

  /** A request that changes something. */
  public static ForgeRequest patch(String url, String body) {
    return new ForgeRequest("PATCH", URI.create(url), body);
  }

  /** A value as it is written into a query. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A request that replaces something. */
  public static ForgeRequest put(String url, String body) {
    return new ForgeRequest("PUT", URI.create(url), body);
  }
}
