package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitLinkTest {
  private static final CommitSha COMMIT = new CommitSha("0123456789abcdef0123456789abcdef01234567");

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/web.git,              https://github.com/acme/web/commit/",
    "git@github.com:acme/web.git,                  https://github.com/acme/web/commit/",
    "ssh://git@ssh.github.com:443/acme/web,        https://github.com/acme/web/commit/",
    "ssh://git@altssh.gitlab.com:443/acme/web,     https://gitlab.com/acme/web/-/commit/",
    "https://gitlab.com/acme/shop/web/,            https://gitlab.com/acme/shop/web/-/commit/",
    "https://gitlab.example.com:8443/acme/web,     https://gitlab.example.com:8443/acme/web/-/commit/",
    "ssh://git@gitea.example.com:2222/acme/web.js, https://gitea.example.com/acme/web.js/commit/",
    "https://codeberg.org/acme/web,                https://codeberg.org/acme/web/commit/",
    "git@bitbucket.org:acme/web.git,               https://bitbucket.org/acme/web/commits/",
    "ssh://git@altssh.bitbucket.org:443/acme/web,  https://bitbucket.org/acme/web/commits/",
    "https://bitbucket.example.com/scm/ac/web.git, https://bitbucket.example.com/projects/ac/repos/web/commits/",
    "https://bitbucket.example.com:8443/scm/~ada/web.git, https://bitbucket.example.com:8443/users/ada/repos/web/commits/",
    "ssh://git@bitbucket.example.com:7999/AC/web.git, https://bitbucket.example.com/projects/AC/repos/web/commits/",
    "https://dev.azure.com/acme/shop/_git/web,     https://dev.azure.com/acme/shop/_git/web/commit/",
    "https://dev.azure.com/acme/My%20Shop/_git/a%20b, https://dev.azure.com/acme/My%20Shop/_git/a%20b/commit/",
    "git@ssh.dev.azure.com:v3/acme/shop/web,       https://dev.azure.com/acme/shop/_git/web/commit/",
    "https://acme.visualstudio.com/shop/_git/web,  https://dev.azure.com/acme/shop/_git/web/commit/",
    "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/web, https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/web/commit/",
    "ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/web, https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/web/commit/",
  })
  void leadsToThePageOfTheCommit(String url, String page) {
    assertThat(CommitLink.of(RepositoryUrl.parse(url), COMMIT))
        .hasToString("Optional[" + page + COMMIT + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/acme/web",
        "https://notgithub.com/acme/web",
        "http://github.com/acme/web",
        "https://github.com/web",
        "https://github.com/acme/web/more",
        "https://gitlab.com/web",
        "https://github.com/acme/..",
        "https://github.com/acme/we%20b",
        "https://git.example.com/scm/acme/web",
        "https://bitbucket.example.com/scm/acme/../web",
        "https://bitbucket.example.com/acme/web",
        "ssh://git@bitbucket.example.com:2222/acme/web",
        "https://dev.azure.com/acme/shop/web",
        "https://dev.azure.com/acme/../_git/web",
        "https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/web",
        "https://git-codecommit.eu-west-1.amazonaws.com.evil.test/v1/repos/web",
        "https://git-codecommit.eu-west-1.amazonaws.com/v2/repos/web",
        "ssh://git@localhost/acme/web",
      })
  void isEmptyWhereThePageIsNotKnown(String url) {
    assertThat(CommitLink.of(RepositoryUrl.parse(url), COMMIT)).isEmpty();
  }
}
