package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;

/** A commit at a forge. */
public record ForgeCommit(ForgeRepository place, CommitSha commit) {
  /** The URL of the repository in the forge's API. */
  public RepositoryUrl repository() {
    return place.url();
  }

  Forge forge() {
    return place.forge();
  }
}
