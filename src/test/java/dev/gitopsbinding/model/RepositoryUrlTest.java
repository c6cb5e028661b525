package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "git@github.com:acme/web.git",
        "github.com:acme/web",
        "ssh://git@GitHub.com/acme/web.git",
        "ssh://git@github.com:22/acme/web/",
        "https://github.com/acme/web",
        "https://github.com:443//acme/web.git",
      })
  void spellingsOfOneRepositoryHaveOneIdentity(String url) {
    assertThat(RepositoryUrl.parse(url).identity())
        .isEqualTo(new RepositoryUrl.Identity("github.com", 0, "acme/web"));
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://git@ssh.github.com:443/acme/web.git, git@github.com:acme/web.git",
    "ssh://git@altssh.gitlab.com:443/acme/web.git, https://gitlab.com/acme/web.git",
    "ssh://git@altssh.bitbucket.org:443/acme/web.git, https://bitbucket.org/acme/web.git",
    "git@bitbucket.org:acme/web.git, https://bitbucket.org/acme/web.git",
    "git@ssh.dev.azure.com:v3/acme/shop/web, https://dev.azure.com/acme/shop/_git/web",
    "ssh://git@ssh.dev.azure.com/v3/acme/shop/web, https://dev.azure.com/acme/shop/_git/web",
    "git@ssh.dev.azure.com:v3/acme/My%20Shop/a%20b, https://dev.azure.com/acme/My%20Shop/_git/a%20b",
    "https://dev.azure.com/acme/_git/shop, https://dev.azure.com/acme/shop/_git/shop",
    "https://acme.visualstudio.com/shop/_git/web, https://dev.azure.com/acme/shop/_git/web",
    "https://acme.visualstudio.com/DefaultCollection/shop/_git/web, https://dev.azure.com/acme/shop/_git/web",
    "https://acme.visualstudio.com/_git/shop, https://dev.azure.com/acme/shop/_git/shop",
    "acme@vs-ssh.visualstudio.com:v3/acme/shop/web, https://dev.azure.com/acme/shop/_git/web",
    "ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/web, https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/web"
  })
  void formsOfHostsThatAreKnownHaveOneIdentity(String one, String other) {
    assertThat(RepositoryUrl.parse(one).identity())
        .isEqualTo(RepositoryUrl.parse(other).identity());
  }

  /**
   * Where it cannot be told for sure: each instance of Bitbucket Data Center has ports of its own.
   */
  @ParameterizedTest
  @CsvSource({
    "ssh://git@bitbucket.example.com:7999/ac/web.git, https://bitbucket.example.com/scm/ac/web.git",
    "ssh://git@ssh.github.com:8443/acme/web.git, git@github.com:acme/web.git",
    "git@ssh.dev.azure.com:v3/acme/shop/web, https://dev.azure.com/acme/other/_git/web",
    "git@ssh.dev.azure.com:v3/acme/shop/web, https://dev.azure.com/acme/shop/web",
    "https://dev.azure.com:8443/acme/shop/_git/web, https://dev.azure.com/acme/shop/_git/web",
    "https://azure.example.com/acme/shop/_git/web, https://dev.azure.com/acme/shop/_git/web",
    "https://acme.visualstudio.com.evil.test/shop/_git/web, https://dev.azure.com/acme/shop/_git/web",
    "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/web, https://git-codecommit.eu-west-2.amazonaws.com/v1/repos/web"
  })
  void otherFormsAreNotTakenForOneRepository(String one, String other) {
    assertThat(RepositoryUrl.parse(one).identity())
        .isNotEqualTo(RepositoryUrl.parse(other).identity());
  }

  /** The address, by which is read and pushed, stays as it was written. */
  @ParameterizedTest
  @CsvSource({
    "git@ssh.dev.azure.com:v3/acme/My%20Shop/web, ssh.dev.azure.com, v3/acme/My%20Shop/web, git",
    "https://dev.azure.com/acme/My%20Shop/_git/web, dev.azure.com, /acme/My%20Shop/_git/web,",
    "ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/web, git-codecommit.eu-west-1.amazonaws.com, /v1/repos/web, APKAEIBAERJR2EXAMPLE",
    "ssh://git@bitbucket.example.com:7999/~ada/web.git, bitbucket.example.com, /~ada/web.git, git"
  })
  void theAddressIsAsWritten(String url, String host, String path, String user) {
    RepositoryUrl parsed = RepositoryUrl.parse(url);
    assertThat(parsed.host()).isEqualTo(host);
    assertThat(parsed.path()).isEqualTo(path);
    assertThat(parsed.user()).isEqualTo(user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git@github.com:acme/Web.git",
        "ssh://git@github.com:2222/acme/web.git",
        "https://github.com/acme/web.git2",
        "git@github.org:acme/web.git",
      })
  void otherRepositoriesHaveOtherIdentities(String url) {
    assertThat(RepositoryUrl.parse(url).identity())
        .isNotEqualTo(RepositoryUrl.parse("git@github.com:acme/web.git").identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///srv/git",
        "git://h/r",
        "/srv/git",
        "../git",
        "ftp://h/r",
        "https://user:password@h/r",
        "https://token@h/r",
        "ssh://u:password@h/r",
        "https://h",
        "https:///r",
        "https://h/r?x",
        "https://h/r\nx",
        "ext::sh -c id",
        "",
        "-oProxyCommand=id:x",
        "ssh://-oProxyCommand=id/x",
        "-host:x",
        "ssh://h:0/r",
        "https://h:65536/r",
        "ssh://a%0Ab@h/r",
        "h:r\u009b31m",
        "h:r\u202e",
      })
  void refusesEverythingElseWithoutRepeatingAPassword(String url) {
    assertThatThrownBy(() -> RepositoryUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("password@");
  }

  @Test
  void anEmptyLoginIsNone() {
    assertThat(RepositoryUrl.parse("ssh://@github.com/acme/web").user()).isNull();
  }

  @Test
  void readsAnIpv6Host() {
    RepositoryUrl url = RepositoryUrl.parse("ssh://git@[::1]:2222/web.git");
    assertThat(url.host()).isEqualTo("::1");
    assertThat(url).hasToString("ssh://[::1]:2222/web.git");
  }

  @Test
  void aPlaceIsNotSharedByAPathOfTheHomeAndOneOfTheRoot() {
    assertThat(RepositoryUrl.parse("git@h:x.git").place()).isEqualTo("git@h:x.git");
    assertThat(RepositoryUrl.parse("ada@h:x.git").place()).isEqualTo("ada@h:x.git");
    assertThat(RepositoryUrl.parse("ssh://git@h/x.git").place()).isEqualTo("ssh://h/x.git");
    assertThat(RepositoryUrl.parse("git@h:/x.git").place()).isEqualTo("ssh://h/x.git");
  }
}
