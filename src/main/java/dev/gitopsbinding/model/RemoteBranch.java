package dev.gitopsbinding.model;

/**
 * A branch of a remote repository.
 *
 * @param branch the short name, without {@code refs/heads/}
 */
public record RemoteBranch(RepositoryUrl url, String branch) {
  /**
   * @throws IllegalArgumentException if {@code branch} is not a valid branch name
   */
  public RemoteBranch {
    if (!BranchName.isValid(branch)) {
      throw new IllegalArgumentException(
          "must be a branch name that git accepts, such as main or release/1.2");
    }
  }

  /** Equal for all URLs of one branch. */
  public BranchIdentity identity() {
    return new BranchIdentity(url.identity(), branch);
  }

  /** The full ref name. */
  public String ref() {
    return "refs/heads/" + branch;
  }

  @Override
  public String toString() {
    return "branch " + branch + " of " + url;
  }
}
