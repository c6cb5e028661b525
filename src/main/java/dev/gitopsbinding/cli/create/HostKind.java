package dev.gitopsbinding.cli.create;

import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a git host to get a key to it. What a host does is documented in
 * docs/git-hosts.md.
 */
public enum HostKind {
  GITHUB(
      "Settings > Deploy keys > Add deploy key",
      "\"Allow write access\" ticked",
      "GitHub takes a deploy key for one repository only: add each of these keys to its own.",
      "https://docs.github.com/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints"),
  GITLAB(
      "Settings > Repository > Deploy keys",
      "\"Grant write permissions to this key\" ticked",
      "",
      "https://docs.gitlab.com/user/gitlab_com/#ssh-host-keys-fingerprints"),
  GITEA("Settings > Deploy keys", "\"Enable write access\" ticked", "", null),
  BITBUCKET(
      "Repository settings > Access keys",
      "as the SSH key of a bot user who may write: an access key of Bitbucket Cloud only reads",
      "",
      "https://support.atlassian.com/bitbucket-cloud/docs/configure-ssh-and-two-step-verification/"),
  AZURE_DEVOPS(
      "User settings > SSH public keys, of a user who may read the repository",
      "of a user who may contribute to the repository",
      "",
      null),
  CODECOMMIT(
      "the security credentials of an IAM user; the key's ID is the user name in the URL",
      "of a user who may push",
      "",
      null),
  OTHER("the deploy keys of the repository", "with the right to push", "", null);

  private final String place;
  private final String write;
  private final String note;
  private final @Nullable String fingerprints;

  HostKind(String place, String write, String note, @Nullable String fingerprints) {
    this.place = place;
    this.write = write;
    this.note = note;
    this.fingerprints = fingerprints;
  }

  /** The kind of a host, by its name. */
  public static HostKind of(String host) {
    if (host.equals("github.com") || host.equals("ssh.github.com") || host.startsWith("github.")) {
      return GITHUB;
    }
    if (host.equals("gitlab.com")
        || host.equals("altssh.gitlab.com")
        || host.startsWith("gitlab.")) {
      return GITLAB;
    }
    if (host.equals("codeberg.org") || host.startsWith("gitea.") || host.startsWith("forgejo.")) {
      return GITEA;
    }
    if (host.equals("bitbucket.org") || host.equals("altssh.bitbucket.org")) {
      return BITBUCKET;
    }
    if (host.endsWith("dev.azure.com") || host.endsWith("visualstudio.com")) {
      return AZURE_DEVOPS;
    }
    return host.startsWith("git-codecommit.") ? CODECOMMIT : OTHER;
  }

  /** Where a public key is added at the host. */
  String place() {
    return place;
  }

  /** How the right to push is given with it. */
  String write() {
    return write;
  }

  /** What else has to be known; empty if nothing. */
  String note() {
    return note;
  }

  /** The page with the fingerprints of its own host; null for hosts that others run. */
  public @Nullable String fingerprints(String host) {
    boolean isItsOwn =
        switch (this) {
          case GITHUB -> host.endsWith("github.com");
          case GITLAB -> host.endsWith("gitlab.com");
          case BITBUCKET -> host.endsWith("bitbucket.org");
          case GITEA, AZURE_DEVOPS, CODECOMMIT, OTHER -> false;
        };
    return isItsOwn ? fingerprints : null;
  }

  /** Whether it takes RSA keys alone. */
  public boolean needsRsa() {
    return switch (this) {
      case AZURE_DEVOPS, CODECOMMIT -> true;
      case GITHUB, GITLAB, GITEA, BITBUCKET, OTHER -> false;
    };
  }
}
