package dev.gitopsbinding.registry.dockerconfig;

import static dev.gitopsbinding.registry.lookup.RegistryFixture.MANIFEST;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.access;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.registry.lookup.Presence;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryLoginTest {
  private static final RegistryLogin ADA = new RegistryLogin.Basic("ada-name", "s3cret-word");
  private static final String ADA_BASE64 =
      Base64.getEncoder().encodeToString("ada-name:s3cret-word".getBytes(UTF_8));
  private static final String BASIC = "Basic " + ADA_BASE64;
  private static final Result<Presence> FOUND = Result.ok(Presence.FOUND);
  private static final Result<Presence> MISSING = Result.ok(Presence.MISSING);

  @AutoClose private final RegistryFixture fixture = new RegistryFixture();

  @Test
  void aPublicImageIsFoundWithoutALogin() {
    ScriptedRegistry registry = fixture.serve(ScriptedRegistry.Talk::manifest);
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
    assertThat(registry.asked())
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.method()).isEqualTo("HEAD");
              assertThat(asked.target()).isEqualTo(MANIFEST);
              assertThat(asked.authorization()).isEmpty();
            });
    assertThat(fixture.results).containsExactly("found");
  }

  @Test
  void aMissingTagIsMissingAndAskedForAgain() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.status(404));
    assertThat(fixture.look(registry)).isEqualTo(MISSING);
    registry.answers(ScriptedRegistry.Talk::manifest);
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
    assertThat(fixture.results).containsExactly("missing", "found");
  }

  @Test
  void aRegistryWithBasicAuthenticationGetsTheLogin() {
    ScriptedRegistry registry = fixture.serve(RegistryLoginTest::basic);
    assertThat(fixture.look(registry, ADA)).isEqualTo(FOUND);
    assertThat(registry.asked()).hasSize(2);
  }

  @Test
  void withoutALoginTheMessageNamesWhereToPutOne() {
    ScriptedRegistry registry = fixture.serve(RegistryLoginTest::basic);
    Failure failure = failure(fixture.look(registry));
    assertThat(failure.reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    assertThat(failure.message())
        .contains(
            "spec.image.check.secretRef", "imagePullSecrets", "if the repository does not exist");
    assertThat(fixture.results).containsExactly("unauthorized");
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.header("WWW-Authenticate", "Basic realm=x").status(401));
    Failure failure = failure(fixture.look(registry, ADA));
    assertThat(failure.message())
        .contains("did not accept the login")
        .doesNotContain("s3cret-word", ADA_BASE64);
  }

  @Test
  void theTokenServerOfAnotherHostGetsTheLoginAndTheRegistryTheToken() {
    ScriptedRegistry tokens = fixture.serve(talk -> talk.json(200, "{\"token\": \"t0ken-1\"}"));
    ScriptedRegistry registry = fixture.serve(talk -> bearer(talk, tokens, "t0ken-1"));
    assertThat(fixture.look(registry, ADA)).isEqualTo(FOUND);
    assertThat(tokens.asked())
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.method()).isEqualTo("GET");
              assertThat(asked.authorization()).contains(BASIC);
              assertThat(asked.target())
                  .isEqualTo("/token?service=reg&scope=repository%3Aacme%2Fweb%3Apull");
            });
    assertThat(registry.asked())
        .noneMatch(asked -> asked.authorization().orElse("").contains(ADA_BASE64));
  }

  @Test
  void anAnonymousTokenIsAskedForWithoutALogin() {
    ScriptedRegistry tokens =
        fixture.serve(talk -> talk.json(200, "{\"access_token\": \"t0ken-1\"}"));
    ScriptedRegistry registry = fixture.serve(talk -> bearer(talk, tokens, "t0ken-1"));
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
    assertThat(tokens.asked().getFirst().authorization()).isEmpty();
  }

  @Test
  void aTokenServesUntilItEndsOrIsRefused() {
    AtomicInteger number = new AtomicInteger();
    ScriptedRegistry tokens =
        fixture.serve(
            talk ->
                talk.json(
                    200,
                    "{\"token\": \"t0ken-%d\", \"expires_in\": 300}"
                        .formatted(number.incrementAndGet())));
    ScriptedRegistry registry =
        fixture.serve(talk -> bearer(talk, tokens, "t0ken-" + number.get()));
    lookFor(registry, "tag-1");
    lookFor(registry, "tag-2");
    assertThat(tokens.asked()).hasSize(1);
    fixture.clock.pass(Duration.ofSeconds(295));
    lookFor(registry, "tag-3");
    assertThat(tokens.asked()).hasSize(2);
    number.incrementAndGet();
    lookFor(registry, "tag-4");
    assertThat(tokens.asked()).hasSize(3);
  }

  @Test
  void anIdentityTokenIsPosted() {
    ScriptedRegistry tokens =
        fixture.serve(talk -> talk.json(200, "{\"access_token\": \"t0ken-1\"}"));
    ScriptedRegistry registry = fixture.serve(talk -> bearer(talk, tokens, "t0ken-1"));
    assertThat(fixture.look(registry, new RegistryLogin.IdentityToken("re+fresh")))
        .isEqualTo(FOUND);
    ScriptedRegistry.Asked asked = tokens.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/token");
    assertThat(asked.body())
        .contains("grant_type=refresh_token", "refresh_token=re%2Bfresh", "service=reg")
        .contains("client_id=gitopsbinding-operator");
  }

  @Fault(value = "a token server closes the connection when a request comes in", holds = "I9")
  @Test
  void anIdentityTokenIsPostedAgainIfThereWasNoAnswer() {
    // Given
    AtomicInteger requests = new AtomicInteger();
    ScriptedRegistry tokens =
        fixture.serve(
            talk -> {
              if (requests.incrementAndGet() > 1) {
                talk.json(200, "{\"access_token\": \"t0ken-1\"}");
              }
            });
    ScriptedRegistry registry = fixture.serve(talk -> bearer(talk, tokens, "t0ken-1"));

    // When
    Result<Presence> result = fixture.look(registry, new RegistryLogin.IdentityToken("refresh"));

    // Then
    assertThat(result).isEqualTo(FOUND);
    assertThat(tokens.asked()).hasSize(2);
  }

  @Test
  void aRegistryTokenIsSentAsItIs() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.hasAuthorization("Bearer given")) {
                talk.manifest();
              } else {
                talk.status(401);
              }
            });
    assertThat(fixture.look(registry, new RegistryLogin.RegistryToken("given"))).isEqualTo(FOUND);
  }

  @Test
  void aTokenServerThatRefusesIsToldWithoutItsWords() {
    ScriptedRegistry tokens =
        fixture.serve(
            talk ->
                talk.json(401, "{\"details\": \"bad ada-name:s3cret-word " + ADA_BASE64 + "\"}"));
    ScriptedRegistry registry = fixture.serve(talk -> bearer(talk, tokens, "none"));
    Failure failure = failure(fixture.look(registry, ADA));
    assertThat(failure.message())
        .contains("did not accept the login")
        .doesNotContain("details", "s3cret-word", "ada-name", ADA_BASE64);
  }

  @Test
  void loginsAreTriedInOrder() {
    ScriptedRegistry registry = fixture.serve(RegistryLoginTest::basic);
    RegistryLogin other = new RegistryLogin.Basic("eve", "other");
    assertThat(fixture.look(registry, other, ADA)).isEqualTo(FOUND);
  }

  @Test
  void oneLoginThatSeesNoImageMakesItMissing() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.hasAuthorization(BASIC)) {
                talk.status(404);
              } else {
                talk.header("WWW-Authenticate", "Basic realm=x").status(401);
              }
            });
    RegistryLogin other = new RegistryLogin.Basic("eve", "other");
    assertThat(fixture.look(registry, ADA, other)).isEqualTo(MISSING);
  }

  @Test
  void aTokenWithoutTheRightIsNotKept() {
    ScriptedRegistry tokens = fixture.serve(talk -> talk.json(200, "{\"token\": \"given\"}"));
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.hasAuthorization("Bearer given")) {
                talk.status(403);
              } else {
                bearer(talk, tokens, "none");
              }
            });
    assertThat(failure(fixture.look(registry, ADA)).message()).contains("does not let the login");
    registry.answers(talk -> bearer(talk, tokens, "given"));
    assertThat(fixture.look(registry, ADA)).isEqualTo(FOUND);
    assertThat(tokens.asked()).hasSize(2);
  }

  @Test
  void aLoginThatMeetsAnErrorLeavesItToTheNext() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.hasAuthorization("Bearer given")) {
                talk.manifest();
              } else {
                talk.status(500);
              }
            });
    RegistryLogin other = new RegistryLogin.RegistryToken("other");
    RegistryLogin given = new RegistryLogin.RegistryToken("given");
    assertThat(fixture.look(registry, other, given)).isEqualTo(FOUND);
  }

  @Test
  void anImageIsNotMissingWhileAnotherLoginGotNoAnswer() {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.status(talk.hasAuthorization("Bearer given") ? 404 : 500));
    RegistryLogin given = new RegistryLogin.RegistryToken("given");
    RegistryLogin other = new RegistryLogin.RegistryToken("other");
    assertThat(failure(fixture.look(registry, given, other)).message()).contains("500");
  }

  private void lookFor(ScriptedRegistry registry, String tag) {
    ImageReference image = ImageReference.parse(registry.host() + "/acme/web:" + tag).orElseThrow();
    assertThat(
            fixture
                .registries()
                .findManifest("shop", image, access(ADA), Instant.MIN, RegistryFixture.TIMEOUT))
        .isEqualTo(FOUND);
  }

  private static void basic(ScriptedRegistry.Talk talk) throws IOException {
    if (talk.hasAuthorization(BASIC)) {
      talk.manifest();
    } else {
      talk.header("WWW-Authenticate", "Basic realm=x").status(401);
    }
  }

  private static void bearer(ScriptedRegistry.Talk talk, ScriptedRegistry tokens, String token)
      throws IOException {
    if (talk.hasAuthorization("Bearer " + token)) {
      talk.manifest();
    } else {
      talk.header(
              "WWW-Authenticate",
              "Bearer realm=\"https://%s/token\",service=\"reg\",scope=\"repository:acme/web:pull\""
                  .formatted(tokens.otherHost()))
          .status(401);
    }
  }
}
