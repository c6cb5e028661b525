package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.model.RepositoryUrl;

/**
 * A repository at a forge.
 *
 * @param url of the repository in the forge's API
 * @param purpose what it is asked for
 */
public record ForgeRepository(Forge forge, RepositoryUrl url, ForgePurpose purpose) {
  /** The host of the API, with its port unless that is the usual one. */
  public String host() {
    return url.hostAndPort();
  }
}
