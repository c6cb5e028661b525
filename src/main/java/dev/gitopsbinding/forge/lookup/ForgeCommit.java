package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;

/**
 * A commit at a forge.
 *
 * @param repository the URL of the repository in the forge's API
 */
public record ForgeCommit(Forge forge, RepositoryUrl repository, CommitSha commit) {
  String host() {
    return repository.hostAndPort();
  }
}
