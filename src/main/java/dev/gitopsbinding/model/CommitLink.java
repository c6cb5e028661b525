package dev.gitopsbinding.model;

import dev.gitopsbinding.model.RepositoryUrl.Scheme;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of a commit on the web. Only for hosts whose kind is known, by their name or from the
 * spec: a broken link is worse than none.
 */
public final class CommitLink {
  /** Names at which hosts take SSH on port 443, and the names of their web pages. */
  private static final Map<String, String> WEB_NAMES =
      Map.of(
          "ssh.github.com", "github.com",
          "altssh.gitlab.com", "gitlab.com",
          "altssh.bitbucket.org", "bitbucket.org");

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

    static Optional<Kind> named(@Nullable String provider) {
      return Arrays.stream(values())
          .filter(kind -> kind.label.equalsIgnoreCase(provider))
          .findFirst();
    }

    /** By the host's first label, as in {@code gitlab.example.com}. */
    static Optional<Kind> of(String host) {
      return Arrays.stream(values()).filter(kind -> host.startsWith(kind.label + ".")).findFirst();
    }
  }

  /**
   * The page of a commit at GitHub, GitLab, Gitea, Forgejo or Bitbucket, also on a host of one's
   * own whose name begins so, such as {@code gitlab.example.com}; at Azure DevOps, and at AWS
   * CodeCommit.
   *
   * @return empty for other hosts, for {@code http://}, and for a path that is no repository's
   */
  public static Optional<URI> of(RepositoryUrl url, CommitSha commit) {
    return of(url, commit, null);
  }

  /**
   * The page of a commit, also at a host whose name does not show its kind.
   *
   * @param provider the kind of forge, such as {@code Gitea}; null if it is not known
   */
  public static Optional<URI> of(RepositoryUrl url, CommitSha commit, @Nullable String provider) {
    return url.scheme() == Scheme.HTTP
        ? Optional.empty()
        : OwnForms.page(url)
            .or(() -> usual(url, provider))
            .map(page -> URI.create(page + commit.hex()));
  }

  /** Pages of hosts whose paths differ from those of their repositories. */
  private static final class OwnForms {
    private static final String AZURE_PART = "[A-Za-z0-9_~-](?:[A-Za-z0-9_.~-]|%20)*";
    private static final Pattern AZURE = Pattern.compile("%s/%s/_git/%s".replace("%s", AZURE_PART));

    /** A project, or a person's {@code ~name}, and a repository. */
    private static final Pattern DATA_CENTER =
        Pattern.compile(
            "(?:scm/)?(?<user>~)?(?<owner>[A-Za-z0-9_-]+)/(?<name>[A-Za-z0-9_][A-Za-z0-9_.-]*)");

    private static final Pattern CODE_COMMIT_HOST =
        Pattern.compile("git-codecommit\\.(?<region>[a-z]{2}-[a-z]+-[0-9])\\.amazonaws\\.com");
    private static final Pattern CODE_COMMIT_PATH =
        Pattern.compile("v1/repos/(?<name>[A-Za-z0-9_.-]+)");
    private static final int DATA_CENTER_SSH = 7999;

    private OwnForms() {}

    /** The beginning of the page; the commit follows. */
    static Optional<String> page(RepositoryUrl url) {
      RepositoryUrl.Identity identity = url.identity();
      if (identity.host().equals(RepositoryAliases.AZURE)
          && AZURE.matcher(identity.path()).matches()) {
        return Optional.of("https://dev.azure.com/" + identity.path() + "/commit/");
      }
      return codeCommit(identity).or(() -> dataCenter(url, identity));
    }

    private static Optional<String> codeCommit(RepositoryUrl.Identity identity) {
      Matcher host = CODE_COMMIT_HOST.matcher(identity.host());
      Matcher path = CODE_COMMIT_PATH.matcher(identity.path());
      return host.matches() && path.matches() && identity.port() == 0
          ? Optional.of(
              "https://%s.console.aws.amazon.com/codesuite/codecommit/repositories/%s/commit/"
                  .formatted(host.group("region"), path.group("name")))
          : Optional.empty();
    }

    /** By {@code /scm/} over HTTPS, or the port that Bitbucket Data Center has for SSH. */
    private static Optional<String> dataCenter(RepositoryUrl url, RepositoryUrl.Identity identity) {
      boolean own =
          identity.path().startsWith("scm/")
              ? url.scheme() == Scheme.HTTPS
              : url.scheme() == Scheme.SSH && url.port() == DATA_CENTER_SSH;
      Matcher path = DATA_CENTER.matcher(identity.path());
      return own && url.host().startsWith("bitbucket.") && path.matches()
          ? Optional.of(
              "https://%s/%s/%s/repos/%s/commits/"
                  .formatted(
                      url.scheme() == Scheme.HTTPS ? url.hostAndPort() : url.host(),
                      path.group("user") == null ? "projects" : "users",
                      path.group("owner"),
                      path.group("name")))
          : Optional.empty();
    }
  }

  private static Optional<String> usual(RepositoryUrl url, @Nullable String provider) {
    String host = WEB_NAMES.getOrDefault(url.host(), url.host());
    String path = url.identity().path();
    String[] parts = path.split("/", -1);
    // The port of SSH is not that of the web pages.
    String authority = url.scheme() == Scheme.HTTPS ? url.hostAndPort() : host;
    return Kind.of(host)
        .or(() -> Kind.named(provider))
        .filter(kind -> kind != Kind.BITBUCKET || host.equals("bitbucket.org"))
        .filter(kind -> parts.length == OWNER_AND_NAME || (kind.hasGroups && parts.length > 1))
        .filter(_ -> Arrays.stream(parts).allMatch(CommitLink::isPart))
        .map(kind -> "https://" + authority + "/" + path + kind.path);
  }

  private static boolean isPart(String part) {
    return PART.matcher(part).matches() && !part.equals(".") && !part.equals("..");
  }
}
