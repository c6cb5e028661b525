package dev.gitopsbinding.forge.app;

import static dev.gitopsbinding.forge.app.TokensFixture.FIND;
import static dev.gitopsbinding.forge.app.TokensFixture.TIMEOUT;
import static dev.gitopsbinding.forge.app.TokensFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.forge.GitHubAppContract;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows where the forge gives no token, or does not accept the one that it gave. */
class TokenRefusalsTest {
  @AutoClose private final TokensFixture fixture = new TokensFixture();
  private final GitHubAppStandIn github = fixture.github;
  private final InstallationTokens tokens = fixture.tokens;

  @Fault(value = "app that was uninstalled", holds = "I6")
  @Test
  void aRefusalIsRememberedForHalfAMinute() {
    github.fail(FIND, GitHubAppContract.read("not-installed.txt"));
    Failure first = failure(fixture.get("web"));
    int asked = github.requests().size();

    assertThat(failure(fixture.get("web"))).isEqualTo(first);
    assertThat(github.requests()).hasSize(asked);
    assertThat(fixture.token("other").value()).as("another repository").isNotEmpty();

    github.heal();
    fixture.steady.pass(Duration.ofSeconds(31));
    assertThat(fixture.get("web")).isInstanceOf(Result.Ok.class);
  }

  @Fault(value = "app that was uninstalled while its token is in use", holds = "I6")
  @Test
  void aRefusalToReplaceATokenIsRemembered() {
    AppToken revoked = fixture.token("web");
    fixture.steady.pass(Duration.ofMinutes(2));
    github.fail(FIND, GitHubAppContract.read("not-installed.txt"));
    assertThat(fixture.replaced(revoked)).isInstanceOf(Result.Failed.class);
    int asked = github.requests().size();

    assertThat(fixture.replaced(revoked)).isInstanceOf(Result.Failed.class);

    assertThat(github.requests()).hasSize(asked);
    assertThat(fixture.token("web"))
        .as("for those whom the host does not refuse")
        .isEqualTo(revoked);
  }

  @Test
  void aHostThatFailedIsAskedAgainAtOnceWhereThereIsNoToken() {
    github.fail(GitHubAppContract.read("bad-gateway.txt"));
    assertThat(failure(fixture.get("web")).reason()).isEqualTo(Reason.REMOTE_ERROR);
    github.heal();

    assertThat(fixture.get("web")).isInstanceOf(Result.Ok.class);
  }

  @Test
  void aFreshTokenThatTheHostDoesNotKnowYetIsTriedAgainAfterAMoment() {
    AppToken fresh = fixture.token("web");

    assertThat(fixture.another(fresh)).contains(fresh);

    assertThat(fixture.delays).containsExactly(Duration.ofSeconds(1));
    assertThat(github.tokens()).hasSize(1);
  }

  @Test
  void aRevokedTokenIsReplacedOnce() {
    AppToken revoked = fixture.token("web");
    fixture.steady.pass(Duration.ofMinutes(2));

    AppToken renewed = fixture.another(revoked).orElseThrow();

    assertThat(renewed).isNotEqualTo(revoked);
    assertThat(fixture.another(revoked)).as("for others who had the old one").contains(renewed);
    assertThat(fixture.token("web")).isEqualTo(renewed);
    assertThat(github.tokens()).hasSize(2);
    assertThat(fixture.delays).isEmpty();
  }

  @Test
  void aRepositoryThatRefusesAllTokensCostsOneAMinute() {
    AppToken refused = fixture.token("web");
    fixture.steady.pass(Duration.ofSeconds(30));

    assertThat(fixture.another(refused)).isEmpty();

    assertThat(github.tokens()).hasSize(1);
  }

  static Stream<GitHubAppContract> contracts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/forge-app"))) {
      return files
          .map(file -> GitHubAppContract.read(file.getFileName().toString()))
          .toList()
          .stream();
    }
  }

  /** Each file holds an answer as GitHub documents it, and what must come of it. */
  @ParameterizedTest
  @MethodSource("contracts")
  void comesToWhatTheContractSays(GitHubAppContract contract) {
    // Given
    assertThat(contract.header("source")).isNotEmpty();
    assertThat(contract.header("read")).isNotEmpty();
    github.fail(contract);

    // When
    Result<AppToken> result =
        contract.name().startsWith("no-such-installation")
            ? tokens.token(
                TokensFixture.access(fixture.app("678", GitHubAppStandIn.key()), "web"), TIMEOUT)
            : fixture.get("web");

    // Then
    String wanted = contract.header("result");
    if (wanted.equals("token")) {
      assertThat(((Result.Ok<AppToken>) result).value().value())
          .isEqualTo(github.tokens().getLast());
    } else {
      Failure failure = failure(result);
      String[] parts = wanted.split(" ", 2);
      assertThat(failure.reason().text()).isEqualTo(parts[0]);
      assertThat(failure.message()).contains(parts[1]).endsWith(".");
      assertSecretsAreHidden(failure);
    }
  }

  @Test
  void aHostThatLimitsRequestsIsLeftAlone() {
    github.fail(GitHubAppContract.read("secondary-limit.txt"));
    Failure first = failure(fixture.get("web"));
    int asked = github.requests().size();

    assertThat(failure(fixture.get("web"))).isEqualTo(first).isInstanceOf(Failure.Limited.class);

    assertThat(github.requests()).hasSize(asked);
    github.heal();
    fixture.steady.pass(Duration.ofSeconds(61));
    assertThat(fixture.get("web")).isInstanceOf(Result.Ok.class);
  }

  @Fault(value = "forge repeats what it was sent", holds = "I7")
  @Test
  void whatWasSentIsNotRepeated() {
    for (int status : List.of(401, 403, 404, 422, 500)) {
      github.fail(
          FIND,
          exchange -> {
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body =
                "{\"message\": \"you sent %s\"}".formatted(sent).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          });
      assertSecretsAreHidden(failure(fixture.get("web")));
      // A refusal is remembered for half a minute.
      fixture.steady.pass(Duration.ofSeconds(31));
    }
    assertThat(github.logins()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(github.logins()).allMatch(login -> login.startsWith("Bearer ey"));
  }

  private void assertSecretsAreHidden(Failure failure) {
    assertThat(failure.message()).doesNotContain("eyJ", "ghs_", "PRIVATE");
    github.logins().forEach(login -> assertThat(failure.message()).doesNotContain(login));
  }
}
