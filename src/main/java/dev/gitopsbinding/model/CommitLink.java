package dev.gitopsbinding.model;

import dev.gitopsbinding.model.RepositoryUrl.Scheme;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The page of a commit on the web. Only for hosts whose kind their name tells: a link that leads
 * nowhere is worse than none.
 */
public final class CommitLink {
  /** Names at which hosts take SSH on port 443, and the names of their web pages. */
  private static final Map<String, String> WEB_NAMES =
      Map.of("ssh.github.com", "github.com", "altssh.gitlab.com", "gitlab.com");

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.~-]+");
  private static final int OWNER_AND_NAME = 2;

  private CommitLink() {}

  private enum Kind {
    GITHUB("github", "/commit/", false),
    GITLAB("gitlab", "/-/commit/", true),
    GITEA("gitea", "/commit/", false),
    FORGEJO("forgejo", "/commit/", false),
    CODEBERG("codeberg", "/commit/", false),
    BITBUCKET("bitbucket", "/commits/", false);

    private final String label;
    private final String path;
    private final boolean hasGroups;

    Kind(String label, String path, boolean hasGroups) {
      this.label = label;
      this.path = path;
      this.hasGroups = hasGroups;
    }

    /** By the host's first label, as in {@code gitlab.example.com}. */
    static Optional<Kind> of(String host) {
      return Arrays.stream(values()).filter(kind -> host.startsWith(kind.label + ".")).findFirst();
    }
  }

  /**
   * The page of a commit at GitHub, GitLab, Gitea, Forgejo or Bitbucket Cloud, also on a host of
   * one's own whose name begins so, such as {@code gitlab.example.com}.
   *
   * @return empty for other hosts, for {@code http://}, and for a path that is no repository's
   */
  public static Optional<URI> of(RepositoryUrl url, CommitSha commit) {
    String host = WEB_NAMES.getOrDefault(url.host(), url.host());
    String path = url.identity().path();
    String[] parts = path.split("/", -1);
    // The port of SSH is not that of the web pages.
    String authority = url.scheme() == Scheme.HTTPS ? url.hostAndPort() : host;
    return Kind.of(host)
        .filter(_ -> url.scheme() != Scheme.HTTP)
        .filter(kind -> kind != Kind.BITBUCKET || host.equals("bitbucket.org"))
        .filter(kind -> parts.length == OWNER_AND_NAME || (kind.hasGroups && parts.length > 1))
        .filter(_ -> Arrays.stream(parts).allMatch(CommitLink::isPart))
        .map(kind -> URI.create("https://" + authority + "/" + path + kind.path + commit.hex()));
  }

  private static boolean isPart(String part) {
    return PART.matcher(part).matches() && !part.equals(".") && !part.equals("..");
  }
}
