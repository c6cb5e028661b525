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
        "https://bitbucket.example.com/scm/acme/web",
        "ssh://git@localhost/acme/web",
      })
  void isEmptyWhereThePageIsNotKnown(String url) {
    assertThat(CommitLink.of(RepositoryUrl.parse(url), COMMIT)).isEmpty();
  }
}
