package dev.gitopsbinding.forge.app;

import static dev.gitopsbinding.forge.app.TokensFixture.TIMEOUT;
import static dev.gitopsbinding.forge.app.TokensFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which hosts are asked for tokens, and what a host that does not answer costs. */
class TokenHostsTest {
  @AutoClose private final TokensFixture fixture = new TokensFixture();
  private final GitHubAppStandIn github = fixture.github;
  private final InstallationTokens tokens = fixture.tokens;

  @Fault(value = "forge that does not answer", holds = "I6")
  @Test
  void aHostThatHangsEndsInTimeAndIsAskedAgain() {
    github.hang();

    long start = System.nanoTime();
    Failure failure = failure(tokens.token(fixture.access("web"), Duration.ofSeconds(1)));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure.message()).contains(github.host());
    github.heal();
    assertThat(fixture.get("web")).isInstanceOf(Result.Ok.class);
  }

  @Test
  void aHostThatIsNotAllowedIsNotAsked() {
    try (var narrow =
        new InstallationTokens(
            TokensFixture.settings(new AllowedHosts(List.of("github.com"))),
            fixture.steady,
            fixture.wall,
            fixture.delays::add)) {
      Failure failure = failure(narrow.token(fixture.access("web"), TIMEOUT));

      assertThat(failure.reason()).isEqualTo(Reason.HOST_NOT_ALLOWED);
      assertThat(failure.message()).contains(github.host());
      assertThat(github.requests()).isEmpty();
    }
  }

  @Test
  void anAddressThatIsNotAllowedIsNotAsked() {
    try (var strict =
        new InstallationTokens(
            new ForgeSettings(RegistryFixture.http(false), DefaultSettings.ANY_HOST, 2),
            fixture.steady,
            fixture.wall,
            fixture.delays::add)) {
      assertThat(failure(strict.token(fixture.access("web"), TIMEOUT)).reason())
          .isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
      assertThat(github.requests()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() {
    Credential.GitHubApp app =
        new Credential.GitHubApp(
            "12345", null, GitHubAppStandIn.key(), URI.create(github.url()), null);

    Failure failure = failure(tokens.token(TokensFixture.access(app, "web"), TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.CERTIFICATE_INVALID);
    assertThat(failure.message()).contains("'ca.crt'");
  }
}
