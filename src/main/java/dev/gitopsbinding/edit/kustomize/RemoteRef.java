package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which version of which repository a URL of a Kustomization names. The URL is read as Kustomize
 * reads it (api/internal/git/repospec.go, "NewRepoSpecFromURL"), or as the address of one file as
 * GitHub, GitLab and Gitea serve it.
 *
 * @param version a branch, a tag or a commit, as it is written
 * @param start where the version begins in the URL, in chars
 */
record RemoteRef(RepositoryUrl.Identity repository, String version, int start) {
  private static final int DIGITS_IN_EACH_TAG = 7;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern FORCED_GIT = Pattern.compile("^git::", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCHEME =
      Pattern.compile("^(?:ssh|https?)://", Pattern.CASE_INSENSITIVE);
  private static final Pattern LOGIN = Pattern.compile("^[^/]*@");
  private static final Pattern SSH_USER = Pattern.compile("^[a-zA-Z][a-zA-Z0-9-]*@");
  private static final Pattern GITHUB =
      Pattern.compile("^github\\.com[/:]", Pattern.CASE_INSENSITIVE);

  /** The repository's part of a path; the first pattern that is found counts. */
  private static final Pattern[] REPOSITORY_PATHS = {
    Pattern.compile("^(.*?_git/[^/]*)"),
    Pattern.compile("^(.*?)//"),
    Pattern.compile("^(.*?\\.git)"),
    Pattern.compile("^([^/]*/[^/]*)")
  };

  private static final Pattern RAW_FILE =
      Pattern.compile(
          "^https?://(?<place>[^/?]+/[^?]+?)/(?:-/)?raw/(?:commit/)?(?<commit>[0-9a-fA-F]{40})/.+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RAW_FILE_OF_GITHUB =
      Pattern.compile(
          "^https?://raw\\.githubusercontent\\.com/(?<place>[^/?]+/[^/?]+)/(?<commit>[0-9a-fA-F]{40})/.+",
          Pattern.CASE_INSENSITIVE);

  /** Empty for a path, and for a URL that names no version. */
  static Optional<RemoteRef> parse(String url) {
    return byQuery(url)
        .or(() -> rawFile(RAW_FILE_OF_GITHUB.matcher(url), "https://github.com/"))
        .or(() -> rawFile(RAW_FILE.matcher(url), "https://"));
  }

  /** The commit that it names. A branch or a tag whose name looks like a commit counts as one. */
  Optional<CommitSha> commit() {
    return COMMIT.matcher(version).matches()
        ? Optional.of(new CommitSha(version.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Whether a tag may be made of the commit: each holds at least 7 digits of its commit. */
  boolean fits(String tag) {
    return commit()
        .filter(named -> tag.contains(named.abbreviated(DIGITS_IN_EACH_TAG)))
        .isPresent();
  }

  /** The repository and the version, in one form for all URLs; without a login. */
  String text() {
    return "%s/%s?ref=%s"
        .formatted(hostAndPort(), repository.path(), commit().map(CommitSha::hex).orElse(version));
  }

  /** The URL with a commit in place of the version. */
  String in(String url, CommitSha commit) {
    return url.substring(0, start) + commit.hex() + url.substring(start + version.length());
  }

  private String hostAndPort() {
    return repository.port() == 0 ? repository.host() : repository.host() + ":" + repository.port();
  }

  private static Optional<RemoteRef> byQuery(String url) {
    int query = url.indexOf('?') + 1;
    if (query == 0) {
      return Optional.empty();
    }
    return value(url, query, "ref=")
        .or(() -> value(url, query, "version="))
        .flatMap(
            value ->
                repository(url.substring(0, query - 1))
                    .map(
                        found ->
                            new RemoteRef(
                                found, url.substring(value.start, value.end), value.start)));
  }

  private static Optional<RemoteRef> rawFile(Matcher url, String before) {
    return url.matches()
        ? identity(before + url.group("place"))
            .map(found -> new RemoteRef(found, url.group("commit"), url.start("commit")))
        : Optional.empty();
  }

  /** A part of a URL, in chars; the end is exclusive. */
  private record Part(int start, int end) {}

  /**
   * The first value of a parameter, unless it is empty. Go reads no query with a semicolon; a name
   * with escapes, which nobody writes, is left alone.
   */
  private static Optional<Part> value(String url, int query, String name) {
    int start = query;
    while (start <= url.length()) {
      int next = url.indexOf('&', start);
      int end = next < 0 ? url.length() : next;
      if (url.startsWith(name, start)) {
        int from = start + name.length();
        return from < end && url.indexOf(';', query) < 0
            ? Optional.of(new Part(from, end))
            : Optional.empty();
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  private static Optional<RepositoryUrl.Identity> repository(String url) {
    String plain = FORCED_GIT.matcher(url).replaceFirst("");
    Matcher scheme = SCHEME.matcher(plain);
    if (scheme.find()) {
      String rest = LOGIN.matcher(plain.substring(scheme.end())).replaceFirst("");
      int slash = rest.indexOf('/');
      return slash < 0 ? Optional.empty() : repository(scheme.group(), rest, slash);
    }
    String rest = SSH_USER.matcher(plain).replaceFirst("");
    boolean remote = !rest.equals(plain) || GITHUB.matcher(rest).find();
    int separator = separator(rest);
    return remote && separator > 0 ? repository("ssh://", rest, separator) : Optional.empty();
  }

  /** Of git's scp form, in which the host ends at a colon; Kustomize takes a slash too. */
  private static int separator(String rest) {
    int slash = rest.indexOf('/');
    int colon = rest.indexOf(':');
    return slash < 0 || (colon > 0 && colon < slash) ? colon : slash;
  }

  private static Optional<RepositoryUrl.Identity> repository(
      String scheme, String rest, int separator) {
    String path = repositoryPath(rest.substring(separator + 1));
    return path == null
        ? Optional.empty()
        : identity(scheme + rest.substring(0, separator) + "/" + path);
  }

  private static @Nullable String repositoryPath(String path) {
    for (Pattern pattern : REPOSITORY_PATHS) {
      Matcher found = pattern.matcher(path);
      if (found.find()) {
        return found.group(1);
      }
    }
    return null;
  }

  private static Optional<RepositoryUrl.Identity> identity(String url) {
    try {
      return Optional.of(RepositoryUrl.parse(url).identity());
    } catch (IllegalArgumentException e) {
      // Anybody may commit anything; what is no URL names no repository.
      return Optional.empty();
    }
  }
}
