package dev.gitopsbinding.forge;

import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.Optional;

/** Where a forge of one's own has its API. */
public final class ApiUrl {
  private ApiUrl() {}

  /**
   * The API at the host of a repository.
   *
   * @param path of the API
   * @return empty if the repository is read by {@code http}: its port is not that of HTTPS
   */
  public static Optional<URI> of(RepositoryUrl repository, String path) {
    return switch (repository.scheme()) {
      case HTTPS -> Optional.of(URI.create("https://" + repository.hostAndPort() + path));
      // The port of SSH is not that of HTTPS, and the usual one of HTTPS is.
      case SSH ->
          Optional.of(
              URI.create(
                  "https://"
                      + new RepositoryUrl(
                              RepositoryUrl.Scheme.HTTPS,
                              null,
                              repository.host(),
                              RepositoryUrl.Scheme.HTTPS.defaultPort(),
                              "/")
                          .hostAndPort()
                      + path));
      case HTTP -> Optional.empty();
    };
  }
}
