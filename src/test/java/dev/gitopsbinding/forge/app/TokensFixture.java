package dev.gitopsbinding.forge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import dev.gitopsbinding.testing.time.SettableClock;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Tokens of the app of the stand-in for GitHub, by clocks that the test sets. */
final class TokensFixture implements AutoCloseable {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final String FIND = "GET /repos/acme/web/installation";
  static final String CREATE = "POST /app/installations/678/access_tokens";

  final GitHubAppStandIn github = GitHubAppStandIn.start(CERTIFICATES);
  final SteppedClock steady = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  final SettableClock wall = new SettableClock();
  final List<Duration> delays = new CopyOnWriteArrayList<>();

  final InstallationTokens tokens =
      new InstallationTokens(settings(DefaultSettings.ANY_HOST), steady, wall, delays::add);

  static ForgeSettings settings(AllowedHosts hosts) {
    return new ForgeSettings(RegistryFixture.http(true), hosts, 2);
  }

  AppToken token(String repository) {
    return ((Result.Ok<AppToken>) get(repository)).value();
  }

  Result<AppToken> get(String repository) {
    return tokens.token(access(repository), TIMEOUT);
  }

  Optional<AppToken> another(AppToken refused) {
    return ((Result.Ok<Optional<AppToken>>) replaced(refused)).value();
  }

  Result<Optional<AppToken>> replaced(AppToken refused) {
    return tokens.another(access("web"), refused, TIMEOUT);
  }

  AppTokens.Access access(String repository) {
    return access(app(null, GitHubAppStandIn.key()), repository);
  }

  static AppTokens.Access access(Credential.GitHubApp app, String repository) {
    return new AppTokens.Access(
        app, RepositoryUrl.parse("https://git.example.com/acme/" + repository + ".git"), "shop");
  }

  Credential.GitHubApp app(@Nullable String installation, String key) {
    return new Credential.GitHubApp(
        GitHubAppStandIn.APP,
        installation,
        key,
        URI.create(github.url()),
        CERTIFICATES.authorityPem());
  }

  static Failure failure(Result<AppToken> result) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    return ((Result.Failed<AppToken>) result).failure();
  }

  @Override
  public void close() {
    tokens.close();
    github.close();
  }
}
