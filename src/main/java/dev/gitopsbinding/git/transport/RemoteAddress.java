package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.RepositoryUrl;

/**
 * All that a host is told of which repository is meant. Whatever is read, kept or pushed goes by
 * it: URLs of one {@link RepositoryUrl.Identity} may still be two repositories, for example one
 * below the login's home and one below the root.
 *
 * @param user the login name for SSH; says nothing for HTTP
 * @param path to the letter, with a leading slash or without
 */
public record RemoteAddress(
    RepositoryUrl.Scheme scheme, String user, String host, int port, String path) {
  public static RemoteAddress of(RepositoryUrl url) {
    return new RemoteAddress(url.scheme(), JGitUris.user(url), url.host(), url.port(), url.path());
  }
}
