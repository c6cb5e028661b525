package dev.gitopsbinding.cli.create;

import dev.gitopsbinding.model.RepositoryUrl;
import org.jspecify.annotations.Nullable;

/**
 * A repository, as the person named it.
 *
 * @param text the URL as it was written, which is what the binding gets
 * @param secret a Secret that exists; null: none is named
 */
public record RepositoryAnswer(
    String text, RepositoryUrl url, String branch, @Nullable String secret) {

  /**
   * Reads the URL.
   *
   * @throws IllegalArgumentException if it is no URL of a repository; the message completes "the
   *     URL …"
   */
  public static RepositoryAnswer of(String text, String branch, @Nullable String secret) {
    return new RepositoryAnswer(text, RepositoryUrl.parse(text), branch, secret);
  }

  /** Whether it is reached by SSH, so that a key can be made for it. */
  public boolean isSsh() {
    return url.scheme() == RepositoryUrl.Scheme.SSH;
  }
}
