package dev.gitopsbinding.forge.lookup;

import static dev.gitopsbinding.forge.lookup.ForgeFixture.TIMEOUT;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.WITH_TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.access;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.assertUnavailable;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.failure;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.gitea;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.MessageAssert;
import dev.gitopsbinding.testing.net.SilentServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forges that refuse, hang, drip, flood, redirect and lie; all of them are stand-ins. */
@Timeout(60)
class ForgeFaultsTest {
  private static final Result<CheckState> PASSED = Result.ok(new CheckState.Passed());
  private static final Duration SHORT = Duration.ofSeconds(2);

  @AutoClose private final ForgeFixture fixture = new ForgeFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | does not accept the token. Put a valid one into the Secret
          403 | does not let the token read the checks; a token needs the scope 'read:repository'
          404 | has no such repository or commit that the token may see
          """)
  void anotherTokenMayHelp(int status, String words) {
    ScriptedRegistry server = fixture.serve(talk -> talk.json(status, "no " + TOKEN));
    assertUnavailable(fixture.look(server), words);
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Secret.class);
    assertThat(fixture.results).containsOnly("Gitea unauthorized");
  }

  @Test
  void gitHubIsNotSaidToReadChecksWithAFineGrainedToken() {
    ScriptedRegistry server = fixture.serve(talk -> talk.status(403));
    assertUnavailable(
        fixture.look(server, "GitHub", WITH_TOKEN),
        "or a classic one with the scope 'repo' (a fine-grained token has no permission 'Checks')");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void anAnonymousClientIsToldToNameASecret(int status) {
    ScriptedRegistry server = fixture.serve(talk -> talk.status(status));
    assertUnavailable(
        fixture.look(server, "Gitea", access(null)), "in spec.source.checks.secretRef");
  }

  @ParameterizedTest
  @CsvSource({
    "204,HTTP status 204. Check spec.source.checks.apiURL",
    "400,HTTP status 400. Check spec.source.checks.apiURL",
    "422,does not know commit 1111111111111111111111111111111111111111",
    "500,HTTP status 500. Check the forge's health",
    "502,HTTP status 502. Check the forge's health",
    "503,HTTP status 503. Check the forge's health"
  })
  void otherAnswersAreNoAnswers(int status, String words) {
    ScriptedRegistry server = fixture.serve(talk -> talk.status(status));
    assertUnavailable(fixture.look(server), words);
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Remote.class);
  }

  @Fault(value = "forge that redirects", holds = "I6")
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    ScriptedRegistry other = fixture.serve(status("build", "success"));
    ScriptedRegistry server =
        fixture.serve(
            talk -> talk.header("Location", "https://" + other.otherHost() + "/").status(status));
    assertUnavailable(fixture.look(server), "redirect, which is not followed");
    assertThat(other.asked()).isEmpty();
  }

  @Fault(value = "forge that lies", holds = "I6")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret-token",
        "<html>s3cret-token</html>",
        "{}",
        "[1]",
        "[{\"id\": 1, \"context\": {\"s3cret-token\": 1}, \"status\": \"success\"}]"
      })
  void anAnswerThatIsNoListIsNoAnswer(String body) {
    ScriptedRegistry server = fixture.serve(talk -> talk.json(200, body));
    assertUnavailable(fixture.look(server), "sent an answer that ");
  }

  @Test
  void tenThousandChecksInPagesAreTooMany() {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              talk.header("Link", "<https://git.test/>; rel=\"next\"");
              gitea(talk, talk.asked().target(), "success");
            });
    assertUnavailable(fixture.look(server), "lists too many checks");
    assertUnavailable(fixture.look(server), "in spec.source.checks.names");
    assertThat(server.asked()).hasSize(80);
  }

  @Fault(value = "forge that floods", holds = "I6")
  @Test
  void anEndlessAnswerEnds() {
    ScriptedRegistry server = fixture.serve(ForgeFaultsTest::endless);
    assertUnavailable(fixture.look(server), "more than 4194304 bytes");
  }

  private static void endless(ScriptedRegistry.Talk talk) throws IOException {
    talk.exchange().sendResponseHeaders(200, 0);
    byte[] some = "[".repeat(8192).getBytes(UTF_8);
    while (true) {
      talk.exchange().getResponseBody().write(some);
    }
  }

  @Fault(value = "forge that hangs", holds = "I6")
  @Test
  void aForgeThatHangsEndsInTime() {
    ScriptedRegistry server = fixture.serve(ScriptedRegistry.Talk::hang);
    assertUnavailable(look(server.host(), SHORT), "did not answer in time");
  }

  @Fault(value = "forge that never speaks TLS", holds = "I6")
  @Test
  void aSilentHostEndsInTime() {
    try (SilentServer silent = SilentServer.start()) {
      assertUnavailable(look("localhost:" + silent.port(), SHORT), "did not answer in time");
    }
  }

  @Fault(value = "forge that drips", holds = "I6")
  @Test
  void aForgeThatDripsEndsInTime() {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              talk.exchange().sendResponseHeaders(200, 0);
              talk.exchange().getResponseBody().write('[');
              talk.exchange().getResponseBody().flush();
              talk.hang();
            });
    assertUnavailable(look(server.host(), SHORT), "did not answer in time");
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    Result<CheckState> result = fixture.look(server, "Gitea", new ForgeAccess(TOKEN, null));
    assertUnavailable(result, "'ca.crt' of the Secret of spec.source.checks.secretRef");
    assertThat(failure(result)).isInstanceOf(Failure.Secret.class);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aHostThatIsNotThereIsTold() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    String host = server.host();
    server.close();
    assertUnavailable(look(host, TIMEOUT), "cannot be reached");
  }

  @Test
  void hostsThatAreNotAllowedAreNotAsked() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    AllowedHosts hosts = new AllowedHosts(List.of("git.example.com"));
    Forges forges = fixture.start(new ForgeSettings(RegistryFixture.http(true), hosts, 2));
    Result<ForgeCommit> found =
        forges.locate(
            "Gitea",
            URI.create("https://" + server.host()),
            RepositoryUrl.parse("ssh://git@git.example.com/acme/web.git"),
            ForgeFixture.COMMIT);
    assertThat(((Result.Failed<ForgeCommit>) found).failure().reason())
        .isEqualTo(Reason.HOST_NOT_ALLOWED);
  }

  @Test
  void loopbackNeedsConsent() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    Forges forges =
        fixture.start(new ForgeSettings(RegistryFixture.http(false), DefaultSettings.ANY_HOST, 2));
    Result<CheckState> result =
        forges.checks(ForgeFixture.commit(forges, "Gitea", server), WITH_TOKEN, query(), TIMEOUT);
    assertThat(failure(result).reason()).isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
    assertThat(server.asked()).isEmpty();
  }

  @Fault(value = "forge that repeats the token", holds = "I7")
  @Test
  void whatAForgeWritesIsCleanedAndTheTokenIsNotRepeated() {
    ScriptedRegistry server =
        fixture.serve(
            talk ->
                talk.json(
                    200,
                    "[{\"id\": 1, \"context\": \"a\\u0007%s\\n%s\", \"status\": \"%s\", \"target_url\": \"https://x.test/?t=%s\"}]"
                        .formatted(TOKEN, "x".repeat(800), TOKEN, TOKEN)));
    CheckState state = ((Result.Ok<CheckState>) fixture.look(server)).value();
    assertThat(state.toString()).doesNotContain(TOKEN).hasSizeLessThan(300);
    CheckState.Failed failed = (CheckState.Failed) state;
    MessageAssert.assertOneLine(failed.name());
    assertThat(failed.link()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://ci.test/1?a=b#c    | https://ci.test/1?a=b#c
          /acme/web/actions/runs/1   | https://HOST/acme/web/actions/runs/1
          http://ci.test/1           |
          javascript:alert(1)        |
          https://user:pw@ci.test/   |
          https:///x                 |
          ht tps://x                 |
          //ci.test/1                | https://ci.test/1
          ''                         |
          """)
  void onlySafeLinksAreShown(String link, String shown) {
    ScriptedRegistry server =
        fixture.serve(
            talk ->
                talk.json(
                    200,
                    "[{\"id\": 1, \"context\": \"a\", \"status\": \"error\", \"target_url\": \"%s\"}]"
                        .formatted(link)));
    String expected = shown == null ? null : shown.replace("HOST", server.host());
    assertThat(fixture.look(server))
        .isEqualTo(Result.ok(new CheckState.Failed("a", "error", expected)));
  }

  @Test
  void afterAFaultTheNextLookAsksAgain() {
    ScriptedRegistry server = fixture.serve(talk -> talk.status(500));
    assertUnavailable(look(server.host(), TIMEOUT), "HTTP status 500");
    server.answers(status("build", "success"));
    assertThat(look(server.host(), TIMEOUT)).isEqualTo(PASSED);
  }

  private Result<CheckState> look(String host, Duration timeout) {
    return fixture.forges.checks(
        ForgeFixture.commit(fixture.forges, "Gitea", host, "/api/v1"),
        WITH_TOKEN,
        query(),
        timeout);
  }

  private static Forges.Query query() {
    return new Forges.Query("shop", List.of(), Instant.MIN, true);
  }
}
