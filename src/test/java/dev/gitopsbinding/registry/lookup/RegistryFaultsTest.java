package dev.gitopsbinding.registry.lookup;

import static dev.gitopsbinding.registry.lookup.RegistryFixture.TIMEOUT;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.access;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.assertUnavailable;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.failure;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.http;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.image;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.net.SilentServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryFaultsTest {
  private static final Result<Presence> FOUND = Result.ok(Presence.FOUND);

  @AutoClose private final RegistryFixture fixture = new RegistryFixture();

  @Test
  void aLoginPageIsNoManifest() {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.header("Content-Type", "text/html; charset=x").status(200));
    assertUnavailable(fixture.look(registry), "not an image manifest (text/html)");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 502, 503, 418})
  void otherAnswersAreNoAnswers(int status) {
    ScriptedRegistry registry = fixture.serve(talk -> talk.status(status));
    assertThat(failure(fixture.look(registry)).reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost/token", "", "https:///token", "https://a:b@localhost/t"})
  void aRealmThatIsNotPlainHttpsIsNotAsked(String realm) {
    ScriptedRegistry registry = fixture.serve(talk -> challenge(talk, realm));
    assertUnavailable(fixture.look(registry), "token server");
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void hostsThatAreNotAllowedAreNotAsked() {
    ScriptedRegistry registry = fixture.serve(ScriptedRegistry.Talk::manifest);
    Registries registries =
        fixture.start(new RegistrySettings(http(true), new AllowedHosts(List.of("ghcr.io")), 2));
    Failure failure = failure(fixture.look(registries, registry));
    assertThat(failure.reason()).isEqualTo(Reason.HOST_NOT_ALLOWED);
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void loopbackNeedsConsent() {
    ScriptedRegistry registry = fixture.serve(ScriptedRegistry.Talk::manifest);
    Registries registries =
        fixture.start(new RegistrySettings(http(false), DefaultSettings.ANY_HOST, 2));
    Failure failure = failure(fixture.look(registries, registry));
    assertThat(failure.reason()).isEqualTo(Reason.ADDRESS_NOT_ALLOWED);
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() {
    ScriptedRegistry registry = fixture.serve(ScriptedRegistry.Talk::manifest);
    assertUnavailable(
        fixture
            .registries()
            .findManifest(
                "shop", image(registry.host()), DefaultSettings.ANONYMOUS, Instant.MIN, TIMEOUT),
        "spec.image.check.caSecretRef");
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
  }

  @Test
  void aHostThatIsNotThereIsTold() {
    ScriptedRegistry registry = fixture.serve(ScriptedRegistry.Talk::manifest);
    String host = registry.host();
    registry.close();
    assertUnavailable(
        fixture.registries().findManifest("shop", image(host), access(), Instant.MIN, TIMEOUT),
        "cannot be reached");
  }

  @Test
  void aHangingHostEndsInTimeAndHoldsUpNoOther() throws Exception {
    CountDownLatch hangs = new CountDownLatch(2);
    ScriptedRegistry hanging =
        fixture.serve(
            talk -> {
              hangs.countDown();
              talk.hang();
            });
    ScriptedRegistry other = fixture.serve(ScriptedRegistry.Talk::manifest);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result<Presence>>> stuck =
          List.of("a", "b", "c").stream()
              .map(tag -> threads.submit(fixture.asking(hanging, tag, Duration.ofSeconds(2))))
              .toList();
      hangs.await();
      assertThat(fixture.look(other)).isEqualTo(FOUND);
      for (Future<Result<Presence>> one : stuck) {
        assertUnavailable(one.get(), "did not answer");
      }
    }
  }

  @Fault(value = "registry that hangs for another namespace", holds = "I6")
  @Test
  void questionsOfOneTenantThatHangKeepNoOtherWaiting() throws Exception {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.asked().target().contains("silent")) {
                talk.hang();
              } else {
                talk.manifest();
              }
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Registries registries =
            fixture.start(
                new RegistrySettings(RegistryFixture.unbounded(), DefaultSettings.ANY_HOST, 2))) {
      for (int tag = 0; tag < 20; tag++) {
        ImageReference silent =
            ImageReference.parse(registry.host() + "/acme/silent:" + tag).orElseThrow();
        var _ =
            threads.submit(
                () -> registries.findManifest("greedy", silent, access(), Instant.MIN, TIMEOUT));
      }
      await().until(() -> registry.asked().size() == 2);
      assertThat(
              registries.findManifest(
                  "victim", image(registry.host()), access(), Instant.MIN, Duration.ofSeconds(5)))
          .isEqualTo(FOUND);
      threads.shutdownNow();
    }
  }

  @Test
  void aSilentHostEndsInTime() {
    try (SilentServer silent = SilentServer.start()) {
      assertUnavailable(
          fixture
              .registries()
              .findManifest(
                  "shop",
                  image("localhost:" + silent.port()),
                  access(),
                  Instant.MIN,
                  Duration.ofSeconds(1)),
          "did not answer in time");
    }
  }

  @Test
  void anEndlessHeaderEnds() {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.header("X-Long", "x".repeat(1 << 20)).status(404));
    assertUnavailable(fixture.look(registry), "too many HTTP headers");
  }

  @Fault(
      value = "a registry that answers with many long headers",
      holds = {"I6"})
  @Test
  void headersWithoutAnEndEnd() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              for (int i = 0; i < 90; i++) {
                talk.header("X-Long", "x".repeat(1000));
              }
              talk.manifest();
            });
    assertUnavailable(fixture.look(registry), "too many HTTP headers");
  }

  @Test
  void anEndlessTokenEnds() {
    ScriptedRegistry registry = fixture.serve(RegistryFaultsTest::endless);
    assertUnavailable(fixture.look(registry), "more than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "s3cret", "{\"token\": \"a b\"}", "{\"token\": \"a\\r\\nX: y\"}"})
  void aTokenThatIsNoneIsToldAndNotShown(String json) {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.isFor("/token")) {
                talk.json(200, json + " ");
              } else {
                challenge(
                    talk,
                    "https://" + talk.exchange().getRequestHeaders().getFirst("Host") + "/token");
              }
            });
    Failure failure = failure(fixture.look(registry));
    assertThat(failure.message()).contains("without a usable token").doesNotContain("s3cret");
  }

  private static void endless(ScriptedRegistry.Talk talk) throws IOException {
    if (!talk.isFor("/token")) {
      challenge(talk, "https://" + talk.exchange().getRequestHeaders().getFirst("Host") + "/token");
      return;
    }
    talk.exchange().sendResponseHeaders(200, 0);
    byte[] some = " ".repeat(8192).getBytes(UTF_8);
    while (true) {
      talk.exchange().getResponseBody().write(some);
    }
  }

  private static void challenge(ScriptedRegistry.Talk talk, String realm) throws IOException {
    talk.header("WWW-Authenticate", "Bearer realm=\"" + realm + "\"").status(401);
  }
}
