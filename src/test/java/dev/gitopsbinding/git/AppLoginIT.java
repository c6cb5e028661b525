package dev.gitopsbinding.git;

import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.app.InstallationTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.forge.GitHubAppContract;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A real git server over HTTPS that takes no login but a token which a stand-in of GitHub's API
 * gave to an app.
 */
class AppLoginIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final String FILE = "apps/web.yaml";

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("app-login");
  @AutoClose private final GitHubAppStandIn github = GitHubAppStandIn.start(CERTIFICATES);

  @AutoClose private final HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext());

  private final SteppedClock steady = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));

  @AutoClose
  private final InstallationTokens tokens =
      InstallationTokens.start(
          new ForgeSettings(RegistryFixture.http(true), DefaultSettings.ANY_HOST, 2),
          steady,
          Clock.systemUTC());

  @AutoClose
  private final GitRuntime git =
      GitParts.start(
          GitSettingsBuilder.in(folder.path().resolve("caches")).allowLoopback(true).build(),
          GitParts.NO_LISTENER,
          tokens);

  private GitRepository repository;

  AppLoginIT() throws IOException {}

  @BeforeEach
  void setUp() {
    repository = server.createRepository("acme/deploy.git");
    repository.commit("main", FILE, "tag: 0\n");
    server.requireLogin(github::isGitLogin);
  }

  @Test
  void readsAndPushesThroughTheLanesByOneToken() {
    for (int tag = 0; tag < 3; tag++) {
      push(tag);
      repository.commit("main", "other", "n: " + tag);
    }

    assertThat(repository.text("main", FILE)).isEqualTo("tag: 3\n");
    assertThat(read()).isInstanceOf(Result.Ok.class);
    assertThat(github.tokens()).hasSize(1);
    assertThat(server.requests())
        .allMatch(request -> github.isGitLogin(request.authorization().orElseThrow()));
  }

  @Test
  void aNewTokenIsUsedByTheSameLaneAndConnection() {
    push(0);
    int connections = server.connections();
    steady.pass(Duration.ofMinutes(56));
    github.revokeAll();

    push(1);

    assertThat(repository.text("main", FILE)).isEqualTo("tag: 2\n");
    assertThat(github.tokens()).hasSize(2);
    assertThat(server.connections()).as("the credential is the same").isEqualTo(connections);
    assertThat(folder.path().resolve("caches")).isDirectoryRecursivelyContaining("glob:**/HEAD");
  }

  @Fault(value = "token of an app revoked while it is in use", holds = "I6")
  @Test
  void aRevokedTokenIsReplacedWithinTheOperation() {
    push(0);
    github.revokeAll();
    steady.pass(Duration.ofMinutes(2));

    push(1);

    assertThat(repository.text("main", FILE)).isEqualTo("tag: 2\n");
    assertThat(github.tokens()).hasSize(2);
  }

  @Fault(value = "host that does not know a fresh token yet", holds = "I6")
  @Test
  void aFreshTokenThatIsNotKnownYetIsTriedAgain() {
    int[] answered = {0};
    server.requireLogin(login -> github.isGitLogin(login) && answered[0]++ > 0);

    push(0);

    assertThat(repository.text("main", FILE)).isEqualTo("tag: 1\n");
    assertThat(github.tokens()).hasSize(1);
  }

  @Test
  void aHostThatTakesNoTokenIsAskedTwice() {
    server.requireLogin(_ -> false);

    Failure failure = Reading.failure(read(), Reason.AUTHENTICATION_FAILED);

    assertThat(failure.message())
        .contains("did not accept the token of the GitHub App")
        .doesNotContain(github.tokens().getLast());
    assertThat(server.requests()).hasSize(2);
    assertThat(github.tokens()).hasSize(1);
  }

  @Test
  void whyThereIsNoTokenIsTheFailureOfTheOperation() {
    github.fail("GET /repos/acme/deploy/installation", GitHubAppContract.read("not-installed.txt"));

    Failure failure = Reading.failure(read(), Reason.AUTHENTICATION_FAILED);

    assertThat(failure.message())
        .startsWith("GitHub App 12345 is not installed on acme/deploy")
        .contains("Install the app");
    assertThat(server.requests()).isEmpty();
  }

  @Fault(value = "git host repeats the token of an app", holds = "I7")
  @Test
  void aTokenThatTheHostRepeatsIsNotShown() {
    server.fail(
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] body = (login + " " + github.tokens().getLast()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
        });

    Failure failure = Reading.failure(read(), Reason.REMOTE_ERROR);

    assertThat(failure.message()).contains("(Basic *** ***)").doesNotContain("ghs_");
  }

  @Fault(value = "git host repeats the token of an app in the refusal of a push", holds = "I7")
  @Test
  void aTokenThatARefusedPushRepeatsIsNotShown() {
    push(0);
    repository.declinePushes("no push with " + github.tokens().getLast());

    String said = LaneFixture.failure(submit(1)).message();

    assertThat(said).contains("no push with ***").doesNotContain("ghs_");
  }

  @Fault(value = "git host repeats the token of an app in the refusal of a deletion", holds = "I7")
  @Test
  void aTokenThatARefusedDeletionRepeatsIsNotShown() {
    push(0);
    repository.git("branch", "old", "main");
    repository.declinePushes("no push with " + github.tokens().getLast());

    Result<Boolean> deleted =
        git.lanes()
            .deleteBranch(
                remote(), "old", new CommitSha(repository.tip("old")), LaneFixture.PATIENCE);

    assertThat(LaneFixture.failure(deleted).message())
        .contains("no push with ***")
        .doesNotContain("ghs_");
  }

  private void push(int tag) {
    pushed(submit(tag));
  }

  private PushResult submit(int tag) {
    return LaneFixture.await(
        git.lanes()
            .submit(
                remote(),
                "main",
                change(FILE, "tag", Integer.toString(tag), Integer.toString(tag + 1))));
  }

  private Result<Tip> read() {
    return git.sourceTips().tip(remote(), Instant.now(), Reading.TIMEOUT);
  }

  /** A new object each time, as from a Secret that was read again. */
  private Remote remote() {
    return new Remote(
        new RemoteBranch(RepositoryUrl.parse(server.url("acme/deploy.git")), "main"),
        new Credential.GitHubApp(
            GitHubAppStandIn.APP,
            null,
            GitHubAppStandIn.key(),
            URI.create(github.url()),
            CERTIFICATES.authorityPem()),
        "shop");
  }
}
