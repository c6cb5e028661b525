package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
