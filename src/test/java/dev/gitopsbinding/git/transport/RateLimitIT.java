package dev.gitopsbinding.git.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.runtime.JGitConnector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rate limit of a git host is honoured, and delays only the limited tenant and login. */
class RateLimitIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final Credential ADA = login("ada");

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T19:18:05Z"));
  private final JGitConnector connector =
      GitParts.connector(Reading.SETTINGS, GitParts.NO_LISTENER, clock);
  private HttpGitServer server;

  @BeforeEach
  void start() {
    server = HttpGitServer.https(CERTIFICATES.serverContext());
    for (String name : new String[] {"web.git", "api.git", "job.git"}) {
      server.createRepository(name).commit("main", "README.md", "hello\n");
    }
  }

  @AfterEach
  void stop() {
    connector.close();
    server.close();
  }

  @Fault(value = "git host that limits requests (403, 429, 503)", holds = "I6")
  @ParameterizedTest
  @CsvSource({
    "429, Retry-After=120",
    "429, 'Retry-After=Fri, 02 Jan 2026 19:20:05 GMT'",
    "503, Retry-After=120",
    "403, Retry-After=120",
    "403, X-RateLimit-Remaining=0;X-RateLimit-Reset=1767381605",
  })
  void aHostIsLeftAloneForAsLongAsItAsks(int status, String headers) {
    // Given
    refuse(status, headers);

    // When
    Failure first = Reading.failure(read("web.git"), Reason.RATE_LIMITED);

    // Then
    assertThat(first.message())
        .contains("127.0.0.1:" + server.port() + " answered " + status)
        .endsWith("Next attempt at 19:20:05Z or later.");
    server.heal();
    int asked = server.requests().size();
    clock.pass(Duration.ofSeconds(119));
    assertThat(Reading.failure(read("web.git"), Reason.RATE_LIMITED)).isEqualTo(first);
    assertThat(server.requests()).hasSize(asked);
    assertThat(read("api.git")).as("another repository").isInstanceOf(Result.Ok.class);
    assertThat(read("web.git", "blog", ADA)).as("other tenant").isInstanceOf(Result.Ok.class);
    assertThat(read("web.git", "shop", login("eve"))).isInstanceOf(Result.Ok.class);
    clock.pass(Duration.ofSeconds(1));
    assertThat(read("web.git")).isInstanceOf(Result.Ok.class);
  }

  @Test
  void aSecondRepositoryThatIsLimitedStandsForAllOfTheLogin() {
    refuse(429, "Retry-After=60");
    Reading.failure(read("web.git"), Reason.RATE_LIMITED);
    Reading.failure(read("api.git"), Reason.RATE_LIMITED);
    server.heal();
    int asked = server.requests().size();
    Reading.failure(read("job.git"), Reason.RATE_LIMITED);
    assertThat(server.requests()).hasSize(asked);
  }

  @Test
  void aHostThatDoesNotSayForHowLongIsLeftAloneForAMinute() {
    refuse(429, "X-Other=1");
    Failure failure = Reading.failure(read("web.git"), Reason.RATE_LIMITED);
    assertThat(failure.message()).contains("429 (too many requests) without saying for how long");
    server.heal();
    clock.pass(Duration.ofSeconds(59));
    Reading.failure(read("web.git"), Reason.RATE_LIMITED);
    clock.pass(Duration.ofSeconds(1));
    assertThat(read("web.git")).isInstanceOf(Result.Ok.class);
  }

  private void refuse(int status, String headers) {
    server.fail(
        exchange -> {
          for (String header : headers.split(";", -1)) {
            String[] pair = header.split("=", 2);
            exchange.getResponseHeaders().set(pair[0], pair[1]);
          }
          exchange.sendResponseHeaders(status, -1);
        });
  }

  private Result<CommitSha> read(String repository) {
    return read(repository, "shop", ADA);
  }

  private Result<CommitSha> read(String repository, String tenant, Credential credential) {
    RemoteBranch branch = new RemoteBranch(RepositoryUrl.parse(server.url(repository)), "main");
    try (InMemoryRepository nothing =
        new InMemoryRepository(new DfsRepositoryDescription("nothing"))) {
      return new LsRefs(connector)
          .tip(new Remote(branch, credential, tenant), nothing, Reading.TIMEOUT);
    }
  }

  private static Credential login(String user) {
    return new Credential.Basic(user, "pass-word", CERTIFICATES.authorityPem());
  }
}
