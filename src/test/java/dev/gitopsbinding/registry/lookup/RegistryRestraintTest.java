package dev.gitopsbinding.registry.lookup;

import static dev.gitopsbinding.registry.lookup.RegistryFixture.TIMEOUT;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.access;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.assertUnavailable;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.failure;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.testing.Fault;
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

/** No registry is asked more often than necessary, or than it allows. */
@Timeout(60)
class RegistryRestraintTest {
  private static final RegistryLogin TOKEN = new RegistryLogin.RegistryToken("s3cret-token");
  private static final Result<Presence> FOUND = Result.ok(Presence.FOUND);
  private static final Result<Presence> MISSING = Result.ok(Presence.MISSING);

  @AutoClose private final RegistryFixture fixture = new RegistryFixture();

  @ParameterizedTest
  @ValueSource(strings = {"120", "Fri, 02 Jan 2026 03:06:05 GMT"})
  void aHostThatWantsToBeLeftAloneIs(String retryAfter) {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.header("Retry-After", retryAfter).status(429));
    Failure first = failure(fixture.look(registry));
    registry.answers(ScriptedRegistry.Talk::manifest);
    fixture.clock.pass(Duration.ofSeconds(119));
    assertThat(failure(fixture.look(registry))).isEqualTo(first);
    assertThat(first.message()).contains("429 (too many requests). Next attempt at 03:06:0");
    assertThat(registry.asked()).hasSize(1);
    assertThat(fixture.results).containsExactly("limited");
    assertThat(fixture.look(registry, TOKEN)).as("another login").isEqualTo(FOUND);
    assertThat(
            fixture
                .registries()
                .findManifest(
                    "blog", image(registry.host()), access(), fixture.clock.instant(), TIMEOUT))
        .as("another tenant")
        .isEqualTo(FOUND);
    fixture.clock.pass(Duration.ofSeconds(2));
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
  }

  @Fault(value = "registry that limits one repository", holds = "I6")
  @Test
  void aLimitOfOneRepositorySilencesNoOtherUntilASecondOneIsLimited() {
    ScriptedRegistry registry = fixture.serve(RegistryRestraintTest::limitWeb);
    assertUnavailable(look(registry, "web"), "too many requests");
    for (String other : List.of("api", "job", "shop")) {
      assertThat(look(registry, other)).as(other).isEqualTo(MISSING);
    }
    registry.answers(talk -> talk.header("Retry-After", "60").status(429));
    fixture.clock.pass(Duration.ofSeconds(5));
    assertUnavailable(look(registry, "api"), "too many requests");
    int asked = registry.asked().size();
    assertUnavailable(look(registry, "job"), "too many requests");
    assertThat(registry.asked()).hasSize(asked);
  }

  @Test
  void aLimitOfTheTokenServerIsTheLogins() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.isFor("/token")) {
                talk.header("Retry-After", "60").status(429);
              } else {
                talk.header(
                        "WWW-Authenticate",
                        "Bearer realm=\"https://"
                            + talk.exchange().getRequestHeaders().getFirst("Host")
                            + "/token\"")
                    .status(401);
              }
            });
    assertUnavailable(look(registry, "web"), "too many requests");
    int asked = registry.asked().size();
    assertUnavailable(look(registry, "api"), "too many requests");
    assertThat(registry.asked()).hasSize(asked);
  }

  private static void limitWeb(ScriptedRegistry.Talk talk) throws IOException {
    if (talk.asked().target().contains("/web/")) {
      talk.header("Retry-After", "60").status(429);
    } else {
      talk.status(404);
    }
  }

  private Result<Presence> look(ScriptedRegistry registry, String repository) {
    fixture.clock.pass(Duration.ofMillis(1));
    return fixture
        .registries()
        .findManifest(
            "shop",
            ImageReference.parse(registry.host() + "/acme/" + repository + ":1").orElseThrow(),
            access(),
            fixture.clock.instant(),
            TIMEOUT);
  }

  @Test
  void nobodyIsLeftAloneForMoreThanAnHour() {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.header("Retry-After", "9".repeat(30)).status(503));
    assertUnavailable(fixture.look(registry), "503 (not available)");
    registry.answers(ScriptedRegistry.Talk::manifest);
    fixture.clock.pass(Duration.ofMinutes(59));
    assertUnavailable(fixture.look(registry), "503 (not available)");
    fixture.clock.pass(Duration.ofMinutes(1));
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
  }

  @Test
  void aHostThatDoesNotSayForHowLongIsLeftAloneForAWhile() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.status(429));
    assertUnavailable(fixture.look(registry), "too many requests");
    registry.answers(ScriptedRegistry.Talk::manifest);
    assertUnavailable(fixture.look(registry), "too many requests");
    fixture.clock.pass(Duration.ofSeconds(5));
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
  }

  @Test
  void whatIsMissingIsNotAskedForAgainWithinSecondsUnlessSomebodyInsists() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.status(404));
    Instant before = fixture.clock.instant();
    assertThat(look(registry, before)).isEqualTo(MISSING);
    fixture.clock.pass(Duration.ofMillis(3_900));
    registry.answers(ScriptedRegistry.Talk::manifest);
    assertThat(look(registry, before)).isEqualTo(MISSING);
    assertThat(registry.asked()).hasSize(1);
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
  }

  @Test
  void anAnswerCountsThatComesWhileTheHostWantsToBeLeftAlone() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch limited = new CountDownLatch(1);
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.asked().target().endsWith("slow")) {
                asked.countDown();
                await(limited);
                talk.manifest();
              } else {
                talk.header("Retry-After", "3600").status(429);
              }
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Result<Presence>> slow = threads.submit(fixture.asking(registry, "slow", TIMEOUT));
      asked.await();
      assertUnavailable(fixture.look(registry), "too many requests");
      limited.countDown();
      assertThat(slow.get()).isEqualTo(FOUND);
    }
  }

  @Test
  void anErrorIsNotRemembered() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.status(500));
    Instant before = fixture.clock.instant();
    assertUnavailable(look(registry, before), "500");
    registry.answers(ScriptedRegistry.Talk::manifest);
    assertThat(look(registry, before)).isEqualTo(FOUND);
  }

  @Test
  void whatIsMissingIsAskedForAgainAfterSeconds() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.status(404));
    Instant before = fixture.clock.instant();
    assertThat(look(registry, before)).isEqualTo(MISSING);
    fixture.clock.pass(Duration.ofMillis(4_100));
    registry.answers(ScriptedRegistry.Talk::manifest);
    assertThat(look(registry, before)).isEqualTo(FOUND);
  }

  private Result<Presence> look(ScriptedRegistry registry, Instant notBefore) {
    return fixture
        .registries()
        .findManifest("shop", image(registry.host()), access(), notBefore, TIMEOUT);
  }

  @Test
  void whatWasFoundIsNotAskedAgainByTheSameLogin() {
    ScriptedRegistry registry = fixture.serve(ScriptedRegistry.Talk::manifest);
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
    assertThat(registry.asked()).hasSize(1);
    assertThat(fixture.look(registry, TOKEN)).isEqualTo(FOUND);
    assertThat(registry.asked()).hasSize(2);
  }

  @Test
  void allWhoAskAtOnceShareOneRequest() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              asked.countDown();
              await(go);
              talk.status(404);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Result<Presence>> first = threads.submit(fixture.asking(registry, "a", TIMEOUT));
      asked.await();
      Thread second =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      assertThat(fixture.asking(registry, "a", TIMEOUT).call()).isEqualTo(MISSING);
                      fixture.results.add("second");
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      while (second.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      go.countDown();
      assertThat(first.get()).isEqualTo(MISSING);
      second.join();
    }
    assertThat(registry.asked()).hasSize(1);
    assertThat(fixture.results).containsExactlyInAnyOrder("missing", "second");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
