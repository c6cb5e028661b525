package dev.gitopsbinding.forge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.GitHubAppStandIn;
import dev.gitopsbinding.testing.GitHubAppStandIn.Contract;
import dev.gitopsbinding.testing.SettableClock;
import dev.gitopsbinding.testing.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstallationTokensTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String FIND = "GET /repos/acme/web/installation";
  private static final String CREATE = "POST /app/installations/678/access_tokens";

  @AutoClose private final GitHubAppStandIn github = GitHubAppStandIn.start(CERTIFICATES);
  private final SteppedClock steady = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final SettableClock wall = new SettableClock();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @AutoClose
  private final InstallationTokens tokens =
      new InstallationTokens(settings(DefaultSettings.ANY_HOST), steady, wall, pauses::add);

  private static ForgeSettings settings(AllowedHosts hosts) {
    return new ForgeSettings(RegistryFixture.http(true), hosts, 2);
  }

  @Test
  void findsTheInstallationAndGetsATokenForOneRepository() {
    AppToken token = token("web");

    assertThat(github.tokens()).containsExactly(token.value());
    assertThat(github.requests()).containsExactly(FIND, CREATE);
    assertThat(token).hasToString("AppToken[***]");
  }

  @Test
  void theInstallationOfTheSecretIsNotLookedFor() {
    Result<AppToken> result =
        tokens.token(access(app("678", GitHubAppStandIn.pkcs8()), "web"), TIMEOUT);

    assertThat(result).isInstanceOf(Result.Ok.class);
    assertThat(github.requests()).containsExactly(CREATE);
  }

  @Test
  void allWhoNeedATokenAtOnceShareOneRequest() throws Exception {
    List<Callable<String>> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(() -> token("web").value());
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> value : threads.invokeAll(callers)) {
        assertThat(value.get()).isEqualTo(github.tokens().getFirst());
      }
    }

    assertThat(github.tokens()).hasSize(1);
    assertThat(token("WEB").value())
        .as("case does not matter")
        .isEqualTo(github.tokens().getFirst());
    assertThat(token("other").value()).isNotEqualTo(github.tokens().getFirst());
    assertThat(github.tokens()).hasSize(2);
  }

  @Test
  void aTokenOfOneAppIsNotGivenToAnother() {
    token("web");

    Failure failure =
        failure(tokens.token(access(app(null, GitHubAppStandIn.otherKey()), "web"), TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(github.tokens()).hasSize(1);
  }

  @Test
  void isRenewedFiveMinutesBeforeItsEnd() {
    AppToken first = token("web");
    steady.pass(Duration.ofMinutes(54));
    assertThat(token("web")).isEqualTo(first);

    steady.pass(Duration.ofMinutes(2));

    assertThat(token("web")).isNotEqualTo(first);
    assertThat(github.tokens()).hasSize(2);
  }

  @Test
  void aShortLifeIsUsedForItsFirstHalf() {
    github.lifetime(Duration.ofMinutes(6));
    AppToken first = token("web");
    steady.pass(Duration.ofMinutes(2));
    assertThat(token("web")).isEqualTo(first);

    steady.pass(Duration.ofMinutes(2));

    assertThat(token("web")).isNotEqualTo(first);
  }

  @Fault(value = "no new token from a forge while the old one is still valid", holds = "I6")
  @Test
  void anOldTokenIsUsedToItsEndIfThereIsNoOther() {
    AppToken first = token("web");
    github.fail(Contract.read("bad-gateway.txt"));
    steady.pass(Duration.ofMinutes(57));
    assertThat(token("web")).isEqualTo(first);

    steady.pass(Duration.ofMinutes(3));

    assertThat(failure(get("web")).reason()).isEqualTo(Reason.REMOTE_ERROR);
  }

  @Fault(value = "forge that does not answer while the old token is still valid", holds = "I6")
  @Test
  void anOldTokenDoesNotWaitLongForAHostThatHangs() {
    AppToken first = token("web");
    github.hang();
    steady.pass(Duration.ofMinutes(57));

    long start = System.nanoTime();
    assertThat(token("web")).isEqualTo(first);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

    int asked = github.requests().size();
    assertThat(token("web")).isEqualTo(first);
    assertThat(github.requests()).as("it is not asked again at once").hasSize(asked);

    github.heal();
    steady.pass(Duration.ofSeconds(31));
    assertThat(token("web")).isNotEqualTo(first);
  }

  @Fault(value = "app that was uninstalled", holds = "I6")
  @Test
  void aRefusalIsRememberedForHalfAMinute() {
    github.fail(FIND, Contract.read("not-installed.txt"));
    Failure first = failure(get("web"));
    int asked = github.requests().size();

    assertThat(failure(get("web"))).isEqualTo(first);
    assertThat(github.requests()).hasSize(asked);
    assertThat(token("other").value()).as("another repository").isNotEmpty();

    github.heal();
    steady.pass(Duration.ofSeconds(31));
    assertThat(get("web")).isInstanceOf(Result.Ok.class);
  }

  @Fault(value = "app that was uninstalled while its token is in use", holds = "I6")
  @Test
  void aRefusalToReplaceATokenIsRemembered() {
    AppToken revoked = token("web");
    steady.pass(Duration.ofMinutes(2));
    github.fail(FIND, Contract.read("not-installed.txt"));
    assertThat(replaced(revoked)).isInstanceOf(Result.Failed.class);
    int asked = github.requests().size();

    assertThat(replaced(revoked)).isInstanceOf(Result.Failed.class);

    assertThat(github.requests()).hasSize(asked);
    assertThat(token("web")).as("for those whom the host does not refuse").isEqualTo(revoked);
  }

  @Test
  void aHostThatFailedIsAskedAgainAtOnceWhereThereIsNoToken() {
    github.fail(Contract.read("bad-gateway.txt"));
    assertThat(failure(get("web")).reason()).isEqualTo(Reason.REMOTE_ERROR);
    github.heal();

    assertThat(get("web")).isInstanceOf(Result.Ok.class);
  }

  @Test
  void aFreshTokenThatTheHostDoesNotKnowYetIsTriedAgainAfterAMoment() {
    AppToken fresh = token("web");

    assertThat(another(fresh)).contains(fresh);

    assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    assertThat(github.tokens()).hasSize(1);
  }

  @Test
  void aRevokedTokenIsReplacedOnce() {
    AppToken revoked = token("web");
    steady.pass(Duration.ofMinutes(2));

    AppToken renewed = another(revoked).orElseThrow();

    assertThat(renewed).isNotEqualTo(revoked);
    assertThat(another(revoked)).as("for others who had the old one").contains(renewed);
    assertThat(token("web")).isEqualTo(renewed);
    assertThat(github.tokens()).hasSize(2);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aRepositoryThatRefusesAllTokensCostsOneAMinute() {
    AppToken refused = token("web");
    steady.pass(Duration.ofSeconds(30));

    assertThat(another(refused)).isEmpty();

    assertThat(github.tokens()).hasSize(1);
  }

  static Stream<Contract> contracts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/forge-app"))) {
      return files.map(file -> Contract.read(file.getFileName().toString())).toList().stream();
    }
  }

  /** Each file holds an answer as GitHub documents it, and what must come of it. */
  @ParameterizedTest
  @MethodSource("contracts")
  void comesToWhatTheContractSays(Contract contract) {
    // Given
    assertThat(contract.header("source")).isNotEmpty();
    assertThat(contract.header("read")).isNotEmpty();
    github.fail(contract);

    // When
    Result<AppToken> result =
        contract.name().startsWith("no-such-installation")
            ? tokens.token(access(app("678", GitHubAppStandIn.key()), "web"), TIMEOUT)
            : get("web");

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
    github.fail(Contract.read("secondary-limit.txt"));
    Failure first = failure(get("web"));
    int asked = github.requests().size();

    assertThat(failure(get("web"))).isEqualTo(first).isInstanceOf(Failure.Limited.class);

    assertThat(github.requests()).hasSize(asked);
    github.heal();
    steady.pass(Duration.ofSeconds(61));
    assertThat(get("web")).isInstanceOf(Result.Ok.class);
  }

  @Test
  void aClockThatIsWrongByAMinuteIsAllowedForAndMoreIsNamed() {
    wall.setWrongBy(Duration.ofSeconds(50));
    token("a");
    wall.setWrongBy(Duration.ofMinutes(-8));
    token("b");

    wall.setWrongBy(Duration.ofMinutes(5));
    assertThat(failure(get("c")).message())
        .contains("clock", "is ahead of that of " + github.host());
    wall.setWrongBy(Duration.ofMinutes(-15));
    assertThat(failure(get("d")).message()).contains("clock", "is behind that of " + github.host());
  }

  @Test
  void aWrongClockHereDoesNotShortenTheLifeOfATokenThere() {
    wall.setWrongBy(Duration.ofMinutes(-8));
    AppToken first = token("web");

    steady.pass(Duration.ofMinutes(54));

    assertThat(token("web")).isEqualTo(first);
  }

  @Fault(value = "forge that does not answer", holds = "I6")
  @Test
  void aHostThatHangsEndsInTimeAndIsAskedAgain() {
    github.hang();

    long start = System.nanoTime();
    Failure failure = failure(tokens.token(access("web"), Duration.ofSeconds(1)));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure.message()).contains(github.host());
    github.heal();
    assertThat(get("web")).isInstanceOf(Result.Ok.class);
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
      assertSecretsAreHidden(failure(get("web")));
      // A refusal is remembered for half a minute.
      steady.pass(Duration.ofSeconds(31));
    }
    assertThat(github.logins()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(github.logins()).allMatch(login -> login.startsWith("Bearer ey"));
  }

  @Test
  void aHostThatIsNotAllowedIsNotAsked() {
    try (var narrow =
        new InstallationTokens(
            settings(new AllowedHosts(List.of("github.com"))), steady, wall, pauses::add)) {
      Failure failure = failure(narrow.token(access("web"), TIMEOUT));

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
            steady,
            wall,
            pauses::add)) {
      assertThat(failure(strict.token(access("web"), TIMEOUT)).reason())
          .isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
      assertThat(github.requests()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() {
    Credential.GitHubApp app =
        new Credential.GitHubApp(
            "12345", null, GitHubAppStandIn.key(), URI.create(github.url()), null);

    Failure failure = failure(tokens.token(access(app, "web"), TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.CERTIFICATE_INVALID);
    assertThat(failure.message()).contains("'ca.crt'");
  }

  private void assertSecretsAreHidden(Failure failure) {
    assertThat(failure.message()).doesNotContain("eyJ", "ghs_", "PRIVATE");
    github.logins().forEach(login -> assertThat(failure.message()).doesNotContain(login));
  }

  private AppToken token(String repository) {
    return ((Result.Ok<AppToken>) get(repository)).value();
  }

  private Result<AppToken> get(String repository) {
    return tokens.token(access(repository), TIMEOUT);
  }

  private Optional<AppToken> another(AppToken refused) {
    return ((Result.Ok<Optional<AppToken>>) replaced(refused)).value();
  }

  private Result<Optional<AppToken>> replaced(AppToken refused) {
    return tokens.another(access("web"), refused, TIMEOUT);
  }

  private AppTokens.Access access(String repository) {
    return access(app(null, GitHubAppStandIn.key()), repository);
  }

  private static AppTokens.Access access(Credential.GitHubApp app, String repository) {
    return new AppTokens.Access(
        app, RepositoryUrl.parse("https://git.example.com/acme/" + repository + ".git"), "shop");
  }

  private Credential.GitHubApp app(@Nullable String installation, String key) {
    return new Credential.GitHubApp(
        GitHubAppStandIn.APP,
        installation,
        key,
        URI.create(github.url()),
        CERTIFICATES.authorityPem());
  }

  private static Failure failure(Result<AppToken> result) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    return ((Result.Failed<AppToken>) result).failure();
  }
}
