package dev.gitopsbinding.git.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.net.SilentServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshConnectionIT {
  @AutoClose private SshGitServer server;
  private GitRepository web;
  private String commit;

  @BeforeEach
  void start() {
    server = SshGitServer.start();
    web = server.createRepository("web.git");
    commit = web.commit("main", "README.md", "hello\n");
  }

  @ParameterizedTest
  @CsvSource({
    "ED25519,OPENSSH,''",
    "ED25519,OPENSSH,correct horse",
    "ECDSA,OPENSSH,''",
    "ECDSA,PEM,''",
    "ECDSA,PKCS8,''",
    "ECDSA,PKCS8,correct horse",
    "RSA,OPENSSH,correct horse",
    "RSA,PEM,''",
    "RSA,PEM,correct horse",
    "RSA,PKCS8,''",
    "RSA,PKCS8,correct horse"
  })
  void logsInWithEveryKindOfKey(SshKeyFile.Kind kind, SshKeyFile.Form form, String passphrase) {
    // Given
    SshKeyFile key = server.authorizedKey(kind, form, passphrase);

    // When
    Result<Tip> tip = read(key.privateKey(), passphrase, server.knownHosts());

    // Then
    assertThat(Reading.commit(tip)).isEqualTo(commit);
  }

  @Test
  void aKeyThatIsNotAuthorisedFailsToLogIn() {
    SshKeyFile stranger =
        server.unauthorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "");
    Failure failure =
        Reading.failure(
            read(stranger.privateKey(), "", server.knownHosts()), Reason.AUTHENTICATION_FAILED);
    assertThat(failure.message()).contains("127.0.0.1:" + server.port()).contains("deploy key");
  }

  @Test
  void anUnknownHostIsRefusedAndItsLineIsShown() {
    Failure failure =
        Reading.failure(
            read(server.privateKey(), "", "github.com " + server.hostKeyWithoutComment()),
            Reason.HOST_KEY_UNKNOWN);
    assertThat(failure.message()).contains("SHA256:").contains(server.knownHosts().strip());
    assertThat(server.logins()).isZero();
  }

  @Test
  void theLineForTheAddressDoesNotVouchForTheName() {
    // Given
    String localhost = server.url("web.git").replace("127.0.0.1", "localhost");

    // When
    Result<Tip> refused = Reading.tip(Reading.SETTINGS, localhost, credential(server.knownHosts()));
    Result<Tip> accepted =
        Reading.tip(
            Reading.SETTINGS,
            localhost,
            credential(server.knownHosts().replace("127.0.0.1", "localhost")));

    // Then
    Reading.failure(refused, Reason.HOST_KEY_UNKNOWN);
    assertThat(Reading.commit(accepted)).isEqualTo(commit);
  }

  @Fault(value = "host key changed", holds = "I2")
  @Test
  void aChangedHostKeyIsRefusedUntilKnownHostsSaysSo() {
    // Given
    String before = server.knownHosts();
    server.changeHostKey(SshKeyFile.Kind.ED25519);

    // When, Then
    Reading.failure(read(server.privateKey(), "", before), Reason.HOST_KEY_CHANGED);
    assertThat(Reading.commit(read(server.privateKey(), "", server.knownHosts())))
        .isEqualTo(commit);
  }

  @Test
  void aHostKeyOfAnotherTypeIsUnknown() {
    String before = server.knownHosts();
    server.changeHostKey(SshKeyFile.Kind.ECDSA);
    Reading.failure(read(server.privateKey(), "", before), Reason.HOST_KEY_UNKNOWN);
  }

  @Test
  void aRevokedHostKeyIsRefused() {
    String lines = server.knownHosts() + "@revoked " + server.knownHosts();
    Failure failure =
        Reading.failure(read(server.privateKey(), "", lines), Reason.HOST_KEY_CHANGED);
    assertThat(failure.message()).contains("revoked");
  }

  @Test
  void loopbackIsRefusedByDefault() {
    GitSettings strict = GitSettingsBuilder.loopback().allowLoopback(false).build();
    Reading.failure(
        Reading.tip(strict, server.url("web.git"), credential(server.knownHosts())),
        Reason.ADDRESS_NOT_ALLOWED);
    Reading.failure(
        Reading.tip(
            strict,
            server.url("web.git").replace("127.0.0.1", "localhost"),
            credential(server.knownHosts())),
        Reason.ADDRESS_NOT_ALLOWED);
    assertThat(server.logins()).isZero();
  }

  @Fault(value = "silent SSH host", holds = "I6")
  @Test
  void aSilentHostEndsWithinTheDeadline() {
    try (SilentServer silent = SilentServer.start()) {
      // Given
      String url = "ssh://git@127.0.0.1:" + silent.port() + "/web.git";
      long start = System.nanoTime();

      // When
      Result<Tip> tip =
          Reading.tip(
              Reading.SETTINGS,
              url,
              "main",
              credential(server.knownHosts()),
              Duration.ofSeconds(2));

      // Then
      Reading.failure(tip, Reason.TIMED_OUT);
      assertThat(silent.connections()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Fault(value = "SSH host down or without a name", holds = "I2")
  @Test
  void aHostThatIsDownCannotBeReached() {
    server.stop();
    Reading.failure(read(server.privateKey(), "", server.knownHosts()), Reason.HOST_UNREACHABLE);
    Reading.failure(
        Reading.tip(
            Reading.SETTINGS,
            "ssh://git@no-such-host.invalid/x.git",
            credential(server.knownHosts())),
        Reason.HOST_UNREACHABLE);
    server.startAgain();
  }

  @Test
  void tellsAMissingRepositoryAMissingBranchAndAnEmptyRepositoryApart() {
    server.createRepository("empty.git");
    Failure missing =
        Reading.failure(
            Reading.tip(Reading.SETTINGS, server.url("none.git"), credential(server.knownHosts())),
            Reason.REPOSITORY_NOT_FOUND);
    assertThat(missing.message()).contains("does not appear to be a git repository");
    Reading.failure(
        Reading.tip(
            Reading.SETTINGS,
            server.url("web.git"),
            "mai",
            credential(server.knownHosts()),
            Reading.TIMEOUT),
        Reason.BRANCH_NOT_FOUND);
    Reading.failure(
        Reading.tip(Reading.SETTINGS, server.url("empty.git"), credential(server.knownHosts())),
        Reason.REPOSITORY_EMPTY);
  }

  @Fault(value = "SHA-256 repository over SSH", holds = "I2")
  @Test
  void aSha256RepositoryIsNotSupported() {
    GitRepository.bareSha256(server.repositories().resolve("long.git"))
        .commit("main", "README.md", "hello\n");
    Reading.failure(
        Reading.tip(Reading.SETTINGS, server.url("long.git"), credential(server.knownHosts())),
        Reason.UNSUPPORTED_REPOSITORY);
  }

  @Fault(value = "flooding SSH host", holds = "I6")
  @Test
  void receivedBytesAreCapped() {
    Reading.failure(
        Reading.tip(
            GitSettingsBuilder.loopback().maxReceivedBytes(20).build(),
            server.url("web.git"),
            credential(server.knownHosts())),
        Reason.RECEIVED_TOO_MUCH);
  }

  private Result<Tip> read(String privateKey, String passphrase, String knownHosts) {
    String given = passphrase.isEmpty() ? null : passphrase;
    return Reading.tip(
        Reading.SETTINGS,
        server.url("web.git"),
        new Credential.SshKey(privateKey, given, knownHosts));
  }

  private Credential credential(String knownHosts) {
    return new Credential.SshKey(server.privateKey(), null, knownHosts);
  }
}
