package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.RepositoryUrl;

/**
 * The exact address of a repository, as the host receives it. Reads, local copies and pushes are
 * keyed by it: two URLs of the same {@link RepositoryUrl.Identity} may name two repositories, for
 * example one below the home folder of the login and one below the root.
 *
 * @param user the login name for SSH; not used for HTTP
 * @param path exactly as in the URL, with or without a leading slash
 */
public record RemoteAddress(
    RepositoryUrl.Scheme scheme, String user, String host, int port, String path) {
  public static RemoteAddress of(RepositoryUrl url) {
    return new RemoteAddress(url.scheme(), JGitUris.user(url), url.host(), url.port(), url.path());
  }
}
