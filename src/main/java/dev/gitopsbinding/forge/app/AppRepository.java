package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository as the API of GitHub names it. Pure.
 *
 * @param api the URL of the API, without a slash at its end
 */
record AppRepository(URI api, String owner, String name) {
  private static final String PART = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+";
  private static final Pattern GIT =
      Pattern.compile("(?<owner>%s)/(?<name>%s)".formatted(PART, PART));

  /** A repository's URL in an API, which may be below a path. */
  private static final Pattern IN_API =
      Pattern.compile(
          "(?<base>(?:%s/)*)repos/(?<owner>%s)/(?<name>%s)".formatted(PART, PART, PART));

  /** The repository of a URL for git or in the API. */
  static Result<AppRepository> of(AppTokens.Access access) {
    RepositoryUrl url = access.repository();
    String path = url.identity().path();
    Matcher git = GIT.matcher(path);
    if (git.matches()) {
      return Optional.ofNullable(access.app().api())
          .or(() -> new GitHubForge().api(url))
          .map(api -> Result.ok(new AppRepository(api, git.group("owner"), git.group("name"))))
          .orElseGet(
              () ->
                  refused(
                      url,
                      "does not show where the API is. Add it to the Secret as githubAppBaseURL"));
    }
    Matcher inApi = IN_API.matcher(path);
    if (!inApi.matches()) {
      return refused(
          url,
          "is no repository of GitHub, and the Secret holds a GitHub App. A path is of the form OWNER/NAME");
    }
    URI api =
        Optional.ofNullable(access.app().api())
            .orElseGet(
                () ->
                    URI.create(
                        "https://%s/%s"
                            .formatted(url.hostAndPort(), inApi.group("base"))
                            .replaceFirst("/$", "")));
    return Result.ok(new AppRepository(api, inApi.group("owner"), inApi.group("name")));
  }

  /** The host of the API; fails if the URL has no valid port. */
  RepositoryUrl host() {
    return RepositoryUrl.parse("https://" + api.getRawAuthority() + "/-");
  }

  /** A URL below the API. */
  URI below(String path) {
    return URI.create(api + path);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }

  private static Result<AppRepository> refused(RepositoryUrl url, String why) {
    return Result.failed(new Failure.Remote(Reason.REPOSITORY_NOT_FOUND, url + " " + why));
  }
}
