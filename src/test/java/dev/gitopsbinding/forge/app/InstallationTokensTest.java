package dev.gitopsbinding.forge.app;

import static dev.gitopsbinding.forge.app.TokensFixture.CREATE;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which token is used for which repository, how many are asked for, and how long each is used. */
class InstallationTokensTest {
  @AutoClose private final TokensFixture fixture = new TokensFixture();
  private final GitHubAppStandIn github = fixture.github;
  private final InstallationTokens tokens = fixture.tokens;

  @Test
  void findsTheInstallationAndGetsATokenForOneRepository() {
    AppToken token = fixture.token("web");

    assertThat(github.tokens()).containsExactly(token.value());
    assertThat(github.requests()).containsExactly(FIND, CREATE);
    assertThat(token).hasToString("AppToken[***]");
  }

  @Test
  void theInstallationOfTheSecretIsNotLookedFor() {
    Result<AppToken> result =
        tokens.token(
            TokensFixture.access(fixture.app("678", GitHubAppStandIn.pkcs8()), "web"), TIMEOUT);

    assertThat(result).isInstanceOf(Result.Ok.class);
    assertThat(github.requests()).containsExactly(CREATE);
  }

  @Test
  void allWhoNeedATokenAtOnceShareOneRequest() throws Exception {
    List<Callable<String>> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(() -> fixture.token("web").value());
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> value : threads.invokeAll(callers)) {
        assertThat(value.get()).isEqualTo(github.tokens().getFirst());
      }
    }

    assertThat(github.tokens()).hasSize(1);
    assertThat(fixture.token("WEB").value())
        .as("case does not matter")
        .isEqualTo(github.tokens().getFirst());
    assertThat(fixture.token("other").value()).isNotEqualTo(github.tokens().getFirst());
    assertThat(github.tokens()).hasSize(2);
  }

  @Test
  void aTokenOfOneAppIsNotGivenToAnother() {
    fixture.token("web");

    Failure failure =
        failure(
            tokens.token(
                TokensFixture.access(fixture.app(null, GitHubAppStandIn.otherKey()), "web"),
                TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(github.tokens()).hasSize(1);
  }

  @Test
  void isRenewedFiveMinutesBeforeItsEnd() {
    AppToken first = fixture.token("web");
    fixture.steady.pass(Duration.ofMinutes(54));
    assertThat(fixture.token("web")).isEqualTo(first);

    fixture.steady.pass(Duration.ofMinutes(2));

    assertThat(fixture.token("web")).isNotEqualTo(first);
    assertThat(github.tokens()).hasSize(2);
  }

  @Test
  void aShortLifeIsUsedForItsFirstHalf() {
    github.lifetime(Duration.ofMinutes(6));
    AppToken first = fixture.token("web");
    fixture.steady.pass(Duration.ofMinutes(2));
    assertThat(fixture.token("web")).isEqualTo(first);

    fixture.steady.pass(Duration.ofMinutes(2));

    assertThat(fixture.token("web")).isNotEqualTo(first);
  }

  @Fault(value = "no new token from a forge while the old one is still valid", holds = "I6")
  @Test
  void anOldTokenIsUsedToItsEndIfThereIsNoOther() {
    AppToken first = fixture.token("web");
    github.fail(GitHubAppContract.read("bad-gateway.txt"));
    fixture.steady.pass(Duration.ofMinutes(57));
    assertThat(fixture.token("web")).isEqualTo(first);

    fixture.steady.pass(Duration.ofMinutes(3));

    assertThat(failure(fixture.get("web")).reason()).isEqualTo(Reason.REMOTE_ERROR);
  }

  @Fault(value = "forge that does not answer while the old token is still valid", holds = "I6")
  @Test
  void anOldTokenDoesNotWaitLongForAHostThatHangs() {
    AppToken first = fixture.token("web");
    github.hang();
    fixture.steady.pass(Duration.ofMinutes(57));

    long start = System.nanoTime();
    assertThat(fixture.token("web")).isEqualTo(first);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

    int asked = github.requests().size();
    assertThat(fixture.token("web")).isEqualTo(first);
    assertThat(github.requests()).as("it is not asked again at once").hasSize(asked);

    github.heal();
    fixture.steady.pass(Duration.ofSeconds(31));
    assertThat(fixture.token("web")).isNotEqualTo(first);
  }

  @Test
  void aClockThatIsWrongByAMinuteIsAllowedForAndMoreIsNamed() {
    fixture.wall.setWrongBy(Duration.ofSeconds(50));
    fixture.token("a");
    fixture.wall.setWrongBy(Duration.ofMinutes(-8));
    fixture.token("b");

    fixture.wall.setWrongBy(Duration.ofMinutes(5));
    assertThat(failure(fixture.get("c")).message())
        .contains("clock", "is ahead of that of " + github.host());
    fixture.wall.setWrongBy(Duration.ofMinutes(-15));
    assertThat(failure(fixture.get("d")).message())
        .contains("clock", "is behind that of " + github.host());
  }

  @Test
  void aWrongClockHereDoesNotShortenTheLifeOfATokenThere() {
    fixture.wall.setWrongBy(Duration.ofMinutes(-8));
    AppToken first = fixture.token("web");

    fixture.steady.pass(Duration.ofMinutes(54));

    assertThat(fixture.token("web")).isEqualTo(first);
  }
}
