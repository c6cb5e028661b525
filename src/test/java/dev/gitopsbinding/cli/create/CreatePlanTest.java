package dev.gitopsbinding.cli.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreatePlanTest {
  private static final String WEB = "git@github.com:acme/web.git";
  private static final String DEPLOY = "ssh://git@github.com/acme/deploy.git";
  private static final String HTTPS = "https://github.com/acme/web.git";

  /** GitHub lets a deploy key into one repository only. */
  @Test
  void eachRepositoryGetsAKeyOfItsOwn() {
    CreatePlan plan = plan(WEB, null, DEPLOY, null);

    assertThat(plan.keys())
        .extracting(KeyPlan::secret, key -> key.url().path(), KeyPlan::writes)
        .containsExactly(
            tuple("web-source-git", "acme/web.git", false),
            tuple("web-manifest-git", "/acme/deploy.git", true));
    assertThat(plan.binding().toString())
        .contains(
            "url=git@github.com:acme/web.git, ref={branch=main}, secretRef={name=web-source-git}",
            "secretRef={name=web-manifest-git}, path=apps/web.yaml");
  }

  @Test
  void oneRepositoryGetsOneKeyThatWrites() {
    CreatePlan plan = plan(WEB, null, "ssh://git@github.com/acme/web", null);

    assertThat(plan.keys()).singleElement().matches(KeyPlan::writes);
    assertThat(plan.sourceSecret()).isEqualTo(plan.manifestSecret()).isNotNull();
  }

  @Test
  void namedSecretsAreUsedAndNotMade() {
    CreatePlan plan = plan(WEB, "mine", DEPLOY, "other");

    assertThat(plan.keys()).isEmpty();
    assertThat(plan.sourceSecret()).isEqualTo("mine");
    assertThat(plan.manifestSecret()).isEqualTo("other");
  }

  @Test
  void aPublicSourceNeedsNoSecret() {
    CreatePlan plan = plan(HTTPS, null, DEPLOY, null);

    assertThat(plan.keys())
        .singleElement()
        .extracting(KeyPlan::secret)
        .isEqualTo("web-manifest-git");
    assertThat(plan.sourceSecret()).isNull();
    assertThat(plan.lacksLogin()).isFalse();
  }

  @Test
  void nobodyPushesByHttpsWithoutALogin() {
    assertThat(plan(WEB, null, HTTPS, null).lacksLogin()).isTrue();
    assertThat(plan(WEB, null, HTTPS, "token").lacksLogin()).isFalse();
  }

  @Test
  void saysWhichKeyGoesWhere() {
    CreatePlan plan = plan(WEB, null, DEPLOY, null);

    assertThat(
            DeployKeyAdvice.of(
                plan,
                Map.of(
                    "web-source-git", "ssh-ed25519 AAAA one",
                    "web-manifest-git", "ssh-ed25519 BBBB two")))
        .isEqualTo(
            """

            Add this key to ssh://github.com/acme/web.git
              at:     https://github.com/acme/web/settings/keys (Settings > Deploy keys > Add deploy key)
              rights: to read; no right to write is needed
              key:    ssh-ed25519 AAAA one

            Add this key to ssh://github.com/acme/deploy.git
              at:     https://github.com/acme/deploy/settings/keys (Settings > Deploy keys > Add deploy key)
              rights: "Allow write access" ticked
              key:    ssh-ed25519 BBBB two

            GitHub takes a deploy key for one repository only: add each of these keys to its own.
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "github.com, GITHUB, false",
    "ssh.github.com, GITHUB, false",
    "github.example.com, GITHUB, false",
    "gitlab.com, GITLAB, false",
    "codeberg.org, GITEA, false",
    "bitbucket.org, BITBUCKET, false",
    "ssh.dev.azure.com, AZURE_DEVOPS, true",
    "git-codecommit.eu-west-1.amazonaws.com, CODECOMMIT, true",
    "git.example.com, OTHER, false"
  })
  void knowsHosts(String host, HostKind kind, boolean isRsa) {
    assertThat(HostKind.of(host)).isEqualTo(kind);
    assertThat(kind.needsRsa()).isEqualTo(isRsa);
  }

  /** The page of GitHub says nothing about the keys of a server that others run. */
  @Test
  void namesThePageOfFingerprintsForTheHostItself() {
    assertThat(HostKind.GITHUB.fingerprints("github.com")).contains("docs.github.com");
    assertThat(HostKind.GITHUB.fingerprints("github.example.com")).isNull();
  }

  @Test
  void refusesAUrlThatIsNone() {
    assertThatThrownBy(() -> RepositoryAnswer.of("github.com/acme/web", "main", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CreatePlan plan(
      String source, @Nullable String sourceSecret, String manifest, @Nullable String secret) {
    return CreatePlan.of(
        new CreateAnswers(
            "shop",
            "web",
            "Deployment",
            "web",
            "ghcr.io/acme/web",
            RepositoryAnswer.of(source, "main", sourceSecret),
            RepositoryAnswer.of(manifest, "main", secret),
            "apps/web.yaml"));
  }
}
