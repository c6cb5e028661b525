package dev.gitopsbinding.registry.lookup;

import static dev.gitopsbinding.registry.lookup.RegistryFixture.TIMEOUT;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.access;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.image;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of an image: the one that the registry names, else the one of the manifest. */
@Timeout(60)
class RegistryDigestTest {
  private static final String HEADER = "Docker-Content-Digest";
  private static final String NAMED = "sha256:" + "a".repeat(64);
  private static final String MANIFEST = "{\"schemaVersion\": 2, \"of\": \"Zoë\"}";

  @AutoClose private final RegistryFixture fixture = new RegistryFixture();

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void theNamedDigestCostsNoFurtherRequest(int bits) {
    String digest = "sha%d:%s".formatted(bits, "a".repeat(bits / 4));
    ScriptedRegistry registry = fixture.serve(talk -> talk.header(HEADER, digest).manifest());
    assertThat(look(registry)).isEqualTo(Result.ok(Optional.of(digest)));
    assertThat(methods(registry)).containsExactly("HEAD");
    assertThat(fixture.results).containsExactly("found");
  }

  @Test
  void aMissingImageHasNone() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.header(HEADER, NAMED).status(404));
    assertThat(look(registry)).isEqualTo(Result.ok(Optional.empty()));
    assertThat(methods(registry)).containsExactly("HEAD");
  }

  @Test
  void withoutANameItIsThatOfTheManifest() throws Exception {
    ScriptedRegistry registry = fixture.serve(talk -> answer(talk, MANIFEST));
    assertThat(look(registry)).isEqualTo(Result.ok(Optional.of("sha256:" + hash("SHA-256"))));
    assertThat(methods(registry)).containsExactly("HEAD", "GET");
  }

  @Test
  void aNameBesideTheManifestMayBeOfTheLongerKind() throws Exception {
    String digest = "sha512:" + hash("SHA-512");
    ScriptedRegistry registry =
        fixture.serve(talk -> answer(isHead(talk) ? talk : talk.header(HEADER, digest), MANIFEST));
    assertThat(look(registry)).isEqualTo(Result.ok(Optional.of(digest)));
  }

  @Test
  void theManifestIsReadWithTheLoginToo() throws Exception {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.hasAuthorization("Basic cm9ib3Q6czNjcmV0")) {
                answer(talk, MANIFEST);
              } else {
                talk.header("WWW-Authenticate", "Basic realm=\"x\"").status(401);
              }
            });
    assertThat(look(registry, new RegistryLogin.Basic("robot", "s3cret")))
        .isEqualTo(Result.ok(Optional.of("sha256:" + hash("SHA-256"))));
  }

  @Fault(value = "registry whose digest is not that of its manifest", holds = "I2")
  @Test
  void aManifestWithAnotherDigestIsRefused() {
    ScriptedRegistry registry =
        fixture.serve(talk -> answer(isHead(talk) ? talk : talk.header(HEADER, NAMED), MANIFEST));
    assertFailed(look(registry), "another digest (sha256:", "than it names (" + NAMED + ")");
  }

  @Fault(value = "registry that names a digest that is none", holds = "I2")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest",
        "sha256:abc",
        "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "md5:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aDigestThatIsNoneIsRefused(String named) {
    ScriptedRegistry registry = fixture.serve(talk -> talk.header(HEADER, named).manifest());
    assertFailed(look(registry), "manifest's digest that is none");
    assertThat(methods(registry)).containsExactly("HEAD");
  }

  @Fault(value = "registry that sends a manifest without an end", holds = "I6")
  @Test
  void aManifestWithoutAnEndIsNotReadToTheEnd() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              talk.header("Content-Type", ScriptedRegistry.INDEX);
              if (isHead(talk)) {
                talk.status(200);
                return;
              }
              talk.exchange().sendResponseHeaders(200, 0);
              byte[] some = " ".repeat(8192).getBytes(UTF_8);
              while (true) {
                talk.exchange().getResponseBody().write(some);
              }
            });
    assertFailed(look(registry), "more than 1048576 bytes for a manifest");
  }

  @Test
  void bytesThatAreNotTextHaveNoKnownDigest() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              talk.header("Content-Type", ScriptedRegistry.INDEX);
              if (isHead(talk)) {
                talk.status(200);
              } else {
                talk.exchange().sendResponseHeaders(200, 3);
                talk.exchange().getResponseBody().write(new byte[] {'{', (byte) 0xff, '}'});
              }
            });
    assertFailed(look(registry), "not UTF-8");
  }

  @Test
  void anImageThatGoesBetweenTheTwoRequestsIsMissing() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (isHead(talk)) {
                talk.manifest();
              } else {
                talk.status(404);
              }
            });
    assertThat(look(registry)).isEqualTo(Result.ok(Optional.empty()));
  }

  @Test
  void aDigestIsAskedForAgainWhereOneThatCountsMayBeNewer() {
    // Given
    ScriptedRegistry registry = fixture.serve(talk -> talk.header(HEADER, NAMED).manifest());
    Instant before = fixture.clock.instant();
    assertThat(look(registry, before)).isEqualTo(Result.ok(Optional.of(NAMED)));

    // When
    String moved = "sha256:" + "b".repeat(64);
    registry.answers(talk -> talk.header(HEADER, moved).manifest());
    fixture.clock.pass(Duration.ofMinutes(1));

    // Then
    assertThat(look(registry, before)).isEqualTo(Result.ok(Optional.of(NAMED)));
    assertThat(look(registry, fixture.clock.instant())).isEqualTo(Result.ok(Optional.of(moved)));
    assertThat(registry.asked()).hasSize(2);
  }

  @Test
  void whoeverAsksForNoDigestGetsAlongWithoutOne() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.header(HEADER, "latest").manifest());
    assertThat(fixture.look(registry)).isEqualTo(Result.ok(Presence.FOUND));
    assertThat(methods(registry)).containsExactly("HEAD");
    assertFailed(look(registry), "digest that is none");
  }

  private Result<Optional<String>> look(ScriptedRegistry registry, RegistryLogin... logins) {
    fixture.clock.pass(Duration.ofMillis(1));
    return look(registry, fixture.clock.instant(), logins);
  }

  private Result<Optional<String>> look(
      ScriptedRegistry registry, Instant notBefore, RegistryLogin... logins) {
    return fixture
        .registries()
        .findDigest("shop", image(registry.host()), access(logins), notBefore, TIMEOUT);
  }

  private static void answer(ScriptedRegistry.Talk talk, String manifest) throws IOException {
    talk.header("Content-Type", ScriptedRegistry.INDEX);
    if (isHead(talk)) {
      talk.status(200);
    } else {
      talk.json(200, manifest);
    }
  }

  private static boolean isHead(ScriptedRegistry.Talk talk) {
    return talk.asked().method().equals("HEAD");
  }

  private static List<String> methods(ScriptedRegistry registry) {
    return registry.asked().stream().map(ScriptedRegistry.Asked::method).toList();
  }

  private static String hash(String algorithm) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance(algorithm).digest(MANIFEST.getBytes(UTF_8)));
  }

  private static void assertFailed(Result<Optional<String>> result, String... words) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    Failure failure = ((Result.Failed<Optional<String>>) result).failure();
    assertThat(failure.reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    assertThat(failure.message()).contains(words);
  }
}
