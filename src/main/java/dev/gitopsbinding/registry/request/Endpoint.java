package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.net.address.AllowedHosts;
import java.net.URI;
import java.util.Optional;

/**
 * Where an image is looked up.
 *
 * @param registry the host as users write it
 * @param url the host that is asked, and the image's name
 * @param repository the image's name at this host
 */
public record Endpoint(String registry, RepositoryUrl url, String repository) {
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_HOST = "registry-1.docker.io";
  private static final String DOCKER_HUB_TOKENS = "auth.docker.io";

  /**
   * Returns the endpoint for an image.
   *
   * @throws IllegalArgumentException if the image's host is not a valid host
   */
  public static Endpoint of(ImageReference image) {
    int slash = image.repository().indexOf('/');
    String registry = image.repository().substring(0, slash);
    String name = image.repository().substring(slash + 1);
    String host = registry.equals(DOCKER_HUB) ? DOCKER_HUB_HOST : registry;
    return new Endpoint(registry, RepositoryUrl.parse("https://" + host + "/" + name), name);
  }

  /**
   * The host of a URI that another host named.
   *
   * @throws IllegalArgumentException if the host is not valid
   */
  static RepositoryUrl host(URI uri) {
    return RepositoryUrl.parse("https://" + uri.getRawAuthority() + "/-");
  }

  /** Why the host may not be used; empty if it may. */
  public static Optional<Failure> refusal(RepositoryUrl url, AllowedHosts hosts) {
    boolean dockerHub =
        (url.host().equals(DOCKER_HUB_HOST) || url.host().equals(DOCKER_HUB_TOKENS))
            && url.port() == url.scheme().defaultPort();
    return hosts
        .refusal(url)
        .flatMap(
            refusal ->
                dockerHub
                    ? hosts.refusal(RepositoryUrl.parse("https://" + DOCKER_HUB + "/-"))
                    : Optional.of(refusal));
  }

  /** The URI of the manifest (distribution specification, "Pulling manifests"). */
  public URI manifest(String tag) {
    return URI.create("https://" + url.hostAndPort() + "/v2/" + repository + "/manifests/" + tag);
  }
}
