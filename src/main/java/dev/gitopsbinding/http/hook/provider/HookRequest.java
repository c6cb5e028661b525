package dev.gitopsbinding.http.hook.provider;

import java.util.Map;

/**
 * The head of a request for a hook.
 *
 * @param headers by name in lower case
 * @param pathToken what stands behind the provider's name in the path; empty if there is nothing
 */
public record HookRequest(Map<String, String> headers, String pathToken) {
  /** The value of a header, by its name in lower case; empty if there is none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
