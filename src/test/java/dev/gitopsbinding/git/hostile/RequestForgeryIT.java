package dev.gitopsbinding.git.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.net.TestNames;
import dev.gitopsbinding.training.TestCertificates;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No binding makes the operator connect to its own machine. */
class RequestForgeryIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final Credential ADA =
      new Credential.Basic("ada", "pass-word", CERTIFICATES.authorityPem());
  private static final GitSettings STRICT =
      GitSettingsBuilder.loopback().allowLoopback(false).build();

  /** What DNS may answer so that a connection reaches the loopback address. */
  static Stream<String> namesOfThisMachine() throws UnknownHostException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(loopback.getAddress(), 0, mapped, 12, 4);
    return Stream.of(
        TestNames.leadingTo(loopback),
        TestNames.leadingTo(Inet6Address.getByAddress(null, mapped, -1)),
        TestNames.leadingTo(loopback, InetAddress.ofLiteral("10.255.255.1")));
  }

  static Stream<String> namesOfMetadata() {
    return Stream.of("169.254.169.254", "fd00:ec2::254", "64:ff9b::a9fe:a9fe")
        .map(InetAddress::ofLiteral)
        .map(TestNames::leadingTo);
  }

  @ParameterizedTest
  @MethodSource("namesOfThisMachine")
  void aNameOfThisMachineIsRefusedOverHttps(String name) {
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContextForHost(name))) {
      // Given
      String tip = server.createRepository("web.git").commit("main", "README.md", "hello\n");
      String url = server.url("web.git").replace("127.0.0.1", name);

      // When
      Result<Tip> refused = Reading.tip(STRICT, url, ADA);

      // Then
      Reading.failure(refused, Reason.ADDRESS_NOT_ALLOWED);
      assertThat(server.requests()).isEmpty();
      assertThat(Reading.commit(Reading.tip(Reading.SETTINGS, url, ADA)))
          .as("the name leads here")
          .isEqualTo(tip);
    }
  }

  @ParameterizedTest
  @MethodSource("namesOfThisMachine")
  void aNameOfThisMachineIsRefusedOverSsh(String name) {
    try (SshGitServer server = SshGitServer.start()) {
      // Given
      String tip = server.createRepository("web.git").commit("main", "README.md", "hello\n");
      String url = server.url("web.git").replace("127.0.0.1", name);
      Credential key =
          new Credential.SshKey(
              server.privateKey(), null, server.knownHosts().replace("127.0.0.1", name));

      // When
      Result<Tip> refused = Reading.tip(STRICT, url, key);

      // Then
      Reading.failure(refused, Reason.ADDRESS_NOT_ALLOWED);
      assertThat(server.logins()).isZero();
      assertThat(Reading.commit(Reading.tip(Reading.SETTINGS, url, key)))
          .as("the name leads here")
          .isEqualTo(tip);
    }
  }

  @ParameterizedTest
  @MethodSource("namesOfMetadata")
  void aCloudsMetadataIsRefusedEvenWhereLoopbackIsAllowed(String name) {
    Credential key = new Credential.SshKey("unused", null, "");

    Reading.failure(
        Reading.tip(Reading.SETTINGS, "https://" + name + "/latest", ADA),
        Reason.ADDRESS_NOT_ALLOWED);
    Reading.failure(
        Reading.tip(Reading.SETTINGS, "ssh://git@" + name + ":80/latest", key),
        Reason.ADDRESS_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://git@", "https://"})
  void aHostThatIsNotAllowedIsNotLookedUp(String scheme) {
    String host = TestNames.leadingTo(InetAddress.ofLiteral("127.0.0.1"));
    GitSettings limited =
        GitSettingsBuilder.loopback()
            .allowedHosts(new AllowedHosts(List.of("git.example.com")))
            .build();

    Reading.failure(Reading.tip(limited, scheme + host + "/web.git", ADA), Reason.HOST_NOT_ALLOWED);
    assertThat(TestNames.lookUps(host)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowedNorIsItsHostLookedUp(int status) {
    String target = TestNames.leadingTo(InetAddress.ofLiteral("127.0.0.1"));
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext());
        HttpGitServer other = HttpGitServer.https(CERTIFICATES.serverContextForHost(target))) {
      // Given
      server.createRepository("web.git").commit("main", "README.md", "hello\n");
      String base = "https://" + target + ":" + other.port();

      // When
      server.redirect("GET", status, base);
      Result<Tip> first = Reading.tip(Reading.SETTINGS, server.url("web.git"), ADA);
      server.redirect("POST", status, base);
      Result<Tip> second = Reading.tip(Reading.SETTINGS, server.url("web.git"), ADA);

      // Then
      assertThat(Reading.failure(first, Reason.REMOTE_ERROR).message()).contains("redirects");
      assertThat(Reading.failure(second, Reason.REMOTE_ERROR).message()).contains("redirects");
      assertThat(server.requests()).hasSize(3);
      assertThat(TestNames.lookUps(target)).isZero();
    }
  }
}
