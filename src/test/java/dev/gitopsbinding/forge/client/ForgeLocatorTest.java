package dev.gitopsbinding.forge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgeLocatorTest {
  private static final ForgeLocator LOCATOR =
      new ForgeLocator(List.of(new GitHubForge(), new GitLabForge(), new GiteaForge()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          |        | https://github.com/acme/web.git        |                                    | https://api.github.com/repos/acme/web
          |        | git@github.com:acme/web.git            |                                    | https://api.github.com/repos/acme/web
          |        | ssh://git@ssh.github.com:443/acme/web  |                                    | https://api.github.com/repos/acme/web
          |        | https://gitlab.com/acme/team/web.git   |                                    | https://gitlab.com/api/v4/projects/acme%2Fteam%2Fweb
          |        | ssh://git@altssh.gitlab.com:443/a/b    |                                    | https://gitlab.com/api/v4/projects/a%2Fb
          | GitHub | https://acme.ghe.com/a/b               |                                    | https://api.acme.ghe.com/repos/a/b
          | GitHub | https://git.test:8443/a/b.git          |                                    | https://git.test:8443/api/v3/repos/a/b
          | GitLab | ssh://git@git.test:2222/a/b/c.git      |                                    | https://git.test/api/v4/projects/a%2Fb%2Fc
          | Gitea  | https://git.test/a/b                   |                                    | https://git.test/api/v1/repos/a/b
          | Gitea  | https://[fd00::1]/a/b                  |                                    | https://[fd00::1]/api/v1/repos/a/b
          | Gitea  | ssh://git@[fd00::1]:22/a/b             |                                    | https://[fd00::1]/api/v1/repos/a/b
          | Gitea  | http://git.test:3000/a/b               | https://git.test:3001/api/v1/      | https://git.test:3001/api/v1/repos/a/b
          | Gitea  | https://git.test/forge/a/b             | https://git.test/forge/api/v1      | https://git.test/forge/api/v1/repos/a/b
          | GitLab | ssh://git@git.test/a/b                 | https://git.test/gitlab/api/v4     | https://git.test/gitlab/api/v4/projects/a%2Fb
          | Gitea  | https://git.test/a%20b/c               |                                    | https://git.test/api/v1/repos/a%20b/c
          """)
  void theRepositoryIsFoundInTheApi(
      String none, String provider, String source, String api, String url) {
    assertThat(locate(provider, source, api).toString()).contains(url + ",");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          | https://git.test/a/b       | spec.source.checks.provider is missing: it must be one of GitHub, GitLab, Gitea
          | https://notgithub.com/a/b  | spec.source.checks.provider is missing
          Bitbucket | https://git.test/a/b | spec.source.checks.provider has an unknown value
          Gitea  | http://git.test:3000/a/b | spec.source.checks.apiURL is missing
          Gitea  | https://git.test/a       | spec.source.checks: Gitea has no repositories of the form a.
          GitHub | https://git.test/a/b/c   | spec.source.checks: GitHub has no repositories of the form a/b/c.
          """)
  void whatCannotBeFoundNamesTheField(String provider, String source, String words) {
    Result<ForgeRepository> result = locate(provider, source, null);
    assertThat(result).isInstanceOf(Result.Failed.class);
    var failure = ((Result.Failed<ForgeRepository>) result).failure();
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_SPEC);
    assertThat(failure.message()).startsWith(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://git.test/a/b | https://git.test:99999/api/v1 | must have a port from 1 to 65535
          git@git.test:a/b{c   | https://git.test/api/v1       | write special characters percent-encoded
          """)
  void whatMakesNoUrlNamesTheFields(String source, String api, String words) {
    Result<ForgeRepository> result = locate("Gitea", source, api);
    assertThat(result).isInstanceOf(Result.Failed.class);
    var failure = ((Result.Failed<ForgeRepository>) result).failure();
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_SPEC);
    assertThat(failure.message()).contains(words, "Correct spec.source.checks.apiURL");
  }

  private static Result<ForgeRepository> locate(String provider, String source, String api) {
    return LOCATOR.locate(
        ForgePurpose.CHECKS,
        provider,
        api == null ? null : URI.create(api),
        RepositoryUrl.parse(source));
  }
}
