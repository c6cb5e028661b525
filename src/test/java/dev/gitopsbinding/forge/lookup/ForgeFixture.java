package dev.gitopsbinding.forge.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.MessageAssert;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stand-ins of forges on loopback with certificates of a test CA, and a client of them. */
final class ForgeFixture implements AutoCloseable {
  static final String TOKEN = "s3cret-token";
  static final ForgeAccess WITH_TOKEN = access(TOKEN);
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final CommitSha COMMIT = new CommitSha("1".repeat(40));
  static final String GITEA = "/api/v1/repos/acme/web/statuses/" + COMMIT.hex();

  static final Result<CheckState> PASSED = Result.ok(new CheckState.Passed());
  static final Result<CheckState> RUNNING =
      Result.ok(new CheckState.Pending(List.of("build"), List.of()));

  private static final List<Forge> FORGES =
      List.of(new GitHubForge(), new GitLabForge(), new GiteaForge());

  final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  final List<String> results = new CopyOnWriteArrayList<>();
  private final List<ForgeClient> clients = new ArrayList<>();
  final Forges forges =
      start(new ForgeSettings(RegistryFixture.http(true), DefaultSettings.ANY_HOST, 2));
  private final List<ScriptedRegistry> servers = new ArrayList<>();

  private static final class Certificates {
    static final TestCertificates SHARED = TestCertificates.create();
  }

  Forges start(ForgeSettings settings) {
    ForgeClient client =
        ForgeClient.start(
            settings,
            FORGES,
            (_, _, provider, result, _) -> results.add(provider + " " + result),
            clock,
            clock);
    clients.add(client);
    return new Forges(client, clock);
  }

  static ForgeAccess access(String token) {
    return new ForgeAccess(token, Certificates.SHARED.authorityPem());
  }

  ScriptedRegistry serve(ScriptedRegistry.Script script) {
    ScriptedRegistry server = ScriptedRegistry.start(Certificates.SHARED, script);
    servers.add(server);
    return server;
  }

  /** Answers with one status of Gitea. */
  static ScriptedRegistry.Script status(String context, String status) {
    return talk -> gitea(talk, context, status);
  }

  static void gitea(ScriptedRegistry.Talk talk, String context, String status) throws IOException {
    talk.json(
        200,
        "[{\"id\": 1, \"context\": \"%s\", \"status\": \"%s\", \"target_url\": \"/acme/web/runs/1\"}]"
            .formatted(context, status));
  }

  static ForgeCommit commit(Forges forges, String provider, ScriptedRegistry server) {
    return commit(forges, provider, server.host(), "/api/v1");
  }

  static ForgeCommit commit(Forges forges, String provider, String host, String path) {
    Result<ForgeCommit> found =
        forges.locate(
            provider,
            URI.create("https://" + host + path),
            RepositoryUrl.parse("ssh://git@git.example.com/acme/web.git"),
            COMMIT);
    return ((Result.Ok<ForgeCommit>) found).value();
  }

  /** Asks a Gitea again, without an answer from the cache. */
  Result<CheckState> look(ScriptedRegistry server) {
    return look(server, "Gitea", WITH_TOKEN);
  }

  Result<CheckState> look(ScriptedRegistry server, String provider, ForgeAccess access) {
    clock.pass(Duration.ofMillis(1));
    return look(server, provider, access, "shop", clock.instant(), true);
  }

  Result<CheckState> look(
      ScriptedRegistry server,
      String provider,
      ForgeAccess access,
      String tenant,
      Instant notBefore,
      boolean now,
      String... names) {
    return forges.checks(
        commit(forges, provider, server),
        access,
        new Forges.Query(tenant, List.of(names), notBefore, now),
        TIMEOUT);
  }

  static Failure failure(Result<CheckState> result) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    Failure failure = ((Result.Failed<CheckState>) result).failure();
    MessageAssert.assertFieldFirst(failure.message());
    return failure;
  }

  static void assertUnavailable(Result<CheckState> result, String words) {
    Failure failure = failure(result);
    assertThat(failure.reason()).isEqualTo(Reason.FORGE_UNAVAILABLE);
    assertThat(failure.message()).contains(words).doesNotContain("s3cret");
  }

  @Override
  public void close() {
    servers.forEach(ScriptedRegistry::close);
    clients.forEach(ForgeClient::close);
  }
}
