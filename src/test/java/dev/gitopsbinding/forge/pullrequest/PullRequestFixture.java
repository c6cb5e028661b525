package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A stand-in of a forge on loopback, and a client of its pull requests. */
final class PullRequestFixture implements AutoCloseable {
  static final String TOKEN = "s3cret-token";
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final String HEAD = "deploy/web";
  static final String BASE = "main";
  static final PullRequestDraft DRAFT =
      new PullRequestDraft(
          HEAD, BASE, "Deploy web", "one\ntwo", List.of(), List.of(), false, false);

  private static final class Certificates {
    static final TestCertificates SHARED = TestCertificates.create();
  }

  final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  final ForgeClient client = client(clock);
  final PullRequests pullRequests = new PullRequests(client, clock);
  final ScriptedRegistry server;

  PullRequestFixture(ScriptedRegistry.Script script) {
    server = ScriptedRegistry.start(Certificates.SHARED, script);
  }

  static ForgeClient client(Clock clock) {
    return ForgeClient.start(
        new ForgeSettings(RegistryFixture.http(true), DefaultSettings.ANY_HOST, 2),
        List.of(new GitHubForge(), new GitLabForge(), new GiteaForge()),
        (_, _, _, _, _) -> {},
        clock,
        clock);
  }

  static ForgeAccess access() {
    return new ForgeAccess(TOKEN, Certificates.SHARED.authorityPem());
  }

  ForgeRepository repository(String provider, String api) {
    return ((Result.Ok<ForgeRepository>)
            pullRequests.locate(
                provider,
                URI.create("https://" + server.host() + api),
                RepositoryUrl.parse("ssh://git@git.example.com/acme/web.git")))
        .value();
  }

  /** Looks again, without an answer from the cache. */
  Result<Optional<PullRequest>> find(ForgeRepository repository) {
    clock.pass(Duration.ofMillis(1));
    return find(repository, "shop", clock.instant());
  }

  Result<Optional<PullRequest>> find(ForgeRepository repository, String tenant, Instant notBefore) {
    return pullRequests.find(repository, access(), tenant, HEAD, BASE, notBefore, TIMEOUT);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
