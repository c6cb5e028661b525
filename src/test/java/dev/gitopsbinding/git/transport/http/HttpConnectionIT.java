package dev.gitopsbinding.git.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.net.ConnectProxy;
import dev.gitopsbinding.testing.net.SilentServer;
import dev.gitopsbinding.training.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectionIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final String AUTHORITY = CERTIFICATES.authorityPem();
  private static final Credential ANONYMOUS = new Credential.Anonymous(AUTHORITY);
  private static final Credential ADA = new Credential.Basic("ada", "pass-word", AUTHORITY);

  @AutoClose private HttpGitServer server;
  private String commit;

  @BeforeEach
  void start() {
    server = HttpGitServer.https(CERTIFICATES.serverContext());
    commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");
  }

  @Test
  void readsWithoutALoginInTwoRequests() {
    assertThat(Reading.commit(read(ANONYMOUS))).isEqualTo(commit);
    assertThat(server.requests()).hasSize(2).allMatch(r -> r.authorization().isEmpty());
  }

  @Test
  void sendsAPasswordWithTheFirstRequest() {
    server.requireBasic("ada", "pass-word");
    assertThat(Reading.commit(read(ADA))).isEqualTo(commit);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void sendsABearerTokenWithTheFirstRequest() {
    server.requireBearer("to.ken");
    assertThat(Reading.commit(read(new Credential.Bearer("to.ken", AUTHORITY)))).isEqualTo(commit);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aWrongPasswordIsToldFromNoneAndNeverShown() {
    // Given
    server.requireBasic("ada", "other");

    // When
    Failure wrong = Reading.failure(read(ADA), Reason.AUTHENTICATION_FAILED);
    Failure none = Reading.failure(read(ANONYMOUS), Reason.AUTHENTICATION_FAILED);

    // Then
    assertThat(wrong.message()).contains("did not accept").doesNotContain("pass-word");
    assertThat(none.message()).contains("secretRef");
    assertThat(server.requests()).hasSize(2);
  }

  @Fault(value = "host repeats the password", holds = "I7")
  @Test
  void aHostThatRepeatsThePasswordDoesNotGetItShown() {
    server.fail(
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] body =
              (login + " pass-word\u001b[31m\n<b>no</b>").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
        });
    Failure failure = Reading.failure(read(ADA), Reason.REMOTE_ERROR);
    assertThat(failure.message())
        .contains("status 500 (Basic *** *** no)")
        .doesNotContain("pass-word", "YWRh", "\u001b");
  }

  @Fault(value = "HTTP status", holds = "I2")
  @ParameterizedTest
  @CsvSource({
    "403,AUTHENTICATION_FAILED",
    "404,REPOSITORY_NOT_FOUND",
    "500,REMOTE_ERROR",
    "503,REMOTE_ERROR"
  })
  void everyStatusHasItsReason(int status, Reason reason) {
    server.failWith(status, "the host's words");
    Failure failure = Reading.failure(read(ANONYMOUS), reason);
    assertThat(failure.message())
        .contains("status " + status + " (the host's words)")
        .contains(server.url("web.git"));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aWebPageIsNoRepository() {
    server.failWith(200, "<html><title>Sign in</title></html>");
    Failure failure = Reading.failure(read(ANONYMOUS), Reason.REMOTE_ERROR);
    assertThat(failure.message()).contains("(Sign in)").contains("clone");
  }

  @Test
  void aCaThatNobodyVouchesForIsRefused() {
    Reading.failure(read(new Credential.Anonymous(null)), Reason.CERTIFICATE_INVALID);
    Reading.failure(
        read(new Credential.Anonymous(TestCertificates.create().authorityPem())),
        Reason.CERTIFICATE_INVALID);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aCertificateForAnotherHostIsRefused() {
    try (HttpGitServer other =
        HttpGitServer.https(CERTIFICATES.serverContextForHost("git.example.com"))) {
      Reading.failure(
          Reading.tip(Reading.SETTINGS, other.url("web.git"), ADA), Reason.CERTIFICATE_INVALID);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void clearTextIsRefusedUnlessAllowed() {
    try (HttpGitServer clear = HttpGitServer.http()) {
      // Given
      String tip = clear.createRepository("web.git").commit("main", "README.md", "hello\n");

      // When
      Result<Tip> refused = Reading.tip(Reading.SETTINGS, clear.url("web.git"), ADA);
      Result<Tip> allowed =
          Reading.tip(
              GitSettingsBuilder.loopback().allowHttp(true).build(), clear.url("web.git"), ADA);

      // Then
      assertThat(Reading.failure(refused, Reason.SCHEME_NOT_ALLOWED))
          .isInstanceOf(Failure.Spec.class);
      assertThat(Reading.commit(allowed)).isEqualTo(tip);
      assertThat(clear.requests()).hasSize(2);
    }
  }

  @Fault(value = "redirect to another host", holds = "I7")
  @Test
  void aRedirectIsNotFollowedAndTheLoginStays() {
    try (HttpGitServer other = HttpGitServer.https(CERTIFICATES.serverContext())) {
      // Given
      other.createRepository("web.git").commit("main", "README.md", "hello\n");
      server.redirectTo(other.url("").replaceFirst("/$", ""));

      // When
      Failure failure = Reading.failure(read(ADA), Reason.REMOTE_ERROR);

      // Then
      assertThat(failure.message()).contains(other.url("web.git"));
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void loopbackIsRefusedByDefault() {
    GitSettings strict = GitSettingsBuilder.loopback().allowLoopback(false).build();
    Reading.failure(Reading.tip(strict, server.url("web.git"), ADA), Reason.ADDRESS_NOT_ALLOWED);
    Reading.failure(
        Reading.tip(strict, server.url("web.git").replace("127.0.0.1", "localhost"), ADA),
        Reason.ADDRESS_NOT_ALLOWED);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void goesThroughTheProxyByNameAndNotForExemptHosts() {
    try (ConnectProxy proxy = ConnectProxy.start()) {
      // Given
      GitSettingsBuilder settings =
          GitSettingsBuilder.loopback()
              .proxies(
                  new ProxySettings(
                      null,
                      new ProxySettings.Proxy("127.0.0.1", proxy.port(), null),
                      List.of("localhost", "127.0.0.1")));
      HttpGitServer named = HttpGitServer.https(CERTIFICATES.serverContextForHost("git.invalid"));
      String tip = named.createRepository("web.git").commit("main", "README.md", "hello\n");

      // When
      Result<Tip> direct = Reading.tip(settings.build(), server.url("web.git"), ADA);
      Result<Tip> proxied =
          Reading.tip(
              settings.allowLoopback(false).build(),
              named.url("web.git").replace("127.0.0.1", "git.invalid"),
              ADA);
      named.close();

      // Then
      assertThat(Reading.commit(direct)).isEqualTo(commit);
      assertThat(Reading.commit(proxied)).isEqualTo(tip);
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().getFirst())
          .startsWith("CONNECT git.invalid:" + named.port())
          .doesNotContainIgnoringCase("authorization");
    }
  }

  @Fault(value = "silent https host", holds = "I6")
  @Test
  void aSilentHostEndsWithinTheDeadline() {
    server.keepSilent();
    endsInTime(server.url("web.git"));
    try (SilentServer silent = SilentServer.start()) {
      endsInTime("https://127.0.0.1:" + silent.port() + "/web.git");
      assertThat(silent.connections()).isEqualTo(1);
    }
  }

  @Fault(value = "dripping https host", holds = "I6")
  @Test
  void aDrippingHostEndsWithinTheDeadline() {
    server.drip(Duration.ofMillis(50));
    endsInTime(server.url("web.git"));
  }

  @Fault(value = "flooding https host", holds = "I6")
  @Test
  void aFloodingHostIsStopped() {
    server.flood();
    Reading.failure(
        Reading.tip(
            GitSettingsBuilder.loopback().maxReceivedBytes(100_000).build(),
            server.url("web.git"),
            ANONYMOUS),
        Reason.RECEIVED_TOO_MUCH);
  }

  @Test
  void aListOfBranchesWithoutAnEndIsStoppedSooner() {
    server.flood();
    Failure failure = Reading.failure(read(ANONYMOUS), Reason.RECEIVED_TOO_MUCH);
    assertThat(failure.message()).contains(" " + (8 << 20) + " bytes");
  }

  @Test
  void tellsAMissingRepositoryAMissingBranchAndAnEmptyRepositoryApart() {
    server.createRepository("empty.git");
    Reading.failure(
        Reading.tip(Reading.SETTINGS, server.url("none.git"), ANONYMOUS),
        Reason.REPOSITORY_NOT_FOUND);
    Reading.failure(
        Reading.tip(Reading.SETTINGS, server.url("web.git"), "mai", ANONYMOUS, Reading.TIMEOUT),
        Reason.BRANCH_NOT_FOUND);
    Reading.failure(
        Reading.tip(Reading.SETTINGS, server.url("empty.git"), ANONYMOUS), Reason.REPOSITORY_EMPTY);
  }

  @Fault(value = "SHA-256 repository over https", holds = "I2")
  @Test
  void aSha256RepositoryIsNotSupported() {
    GitRepository.bareSha256(server.repositories().resolve("long.git"))
        .commit("main", "README.md", "hello\n");
    Reading.failure(
        Reading.tip(Reading.SETTINGS, server.url("long.git"), ANONYMOUS),
        Reason.UNSUPPORTED_REPOSITORY);
  }

  private Result<Tip> read(Credential credential) {
    return Reading.tip(Reading.SETTINGS, server.url("web.git"), credential);
  }

  private static void endsInTime(String url) {
    long start = System.nanoTime();
    Reading.failure(
        Reading.tip(Reading.SETTINGS, url, "main", ANONYMOUS, Duration.ofSeconds(2)),
        Reason.TIMED_OUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }
}
