package dev.gitopsbinding.registry.lookup;

import static dev.gitopsbinding.registry.lookup.RegistryFixture.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects of registries and token servers. */
@Timeout(60)
class RegistryRedirectsTest {
  private static final RegistryLogin TOKEN = new RegistryLogin.RegistryToken("s3cret-token");
  private static final Result<Presence> FOUND = Result.ok(Presence.FOUND);

  @AutoClose private final RegistryFixture fixture = new RegistryFixture();

  @Test
  void aRedirectIsFollowedWithoutTheLogin() {
    ScriptedRegistry target = fixture.serve(ScriptedRegistry.Talk::manifest);
    ScriptedRegistry registry =
        fixture.serve(
            talk ->
                talk.header("Location", "https://" + target.otherHost() + "/blob?sig=1")
                    .status(307));
    assertThat(fixture.look(registry, TOKEN)).isEqualTo(FOUND);
    assertThat(registry.asked().getFirst().authorization()).contains("Bearer s3cret-token");
    assertThat(target.asked())
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.target()).isEqualTo("/blob?sig=1");
              assertThat(asked.authorization()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/x", "https://a:b@127.0.0.1/x", "::", "", "file:///x"})
  void otherRedirectsAreRefused(String location) {
    ScriptedRegistry registry =
        fixture.serve(talk -> talk.header("Location", location).status(302));
    assertUnavailable(fixture.look(registry), "redirect");
  }

  @Test
  void redirectsEnd() {
    ScriptedRegistry registry = fixture.serve(talk -> talk.header("Location", "/x").status(302));
    assertUnavailable(fixture.look(registry), "at most 3");
    assertThat(registry.asked()).hasSize(4);
  }

  @Test
  void aTokenRequestIsNotRedirected() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.isFor("/token")) {
                talk.header("Location", "/elsewhere").status(302);
              } else {
                challenge(
                    talk,
                    "https://" + talk.exchange().getRequestHeaders().getFirst("Host") + "/token");
              }
            });
    assertUnavailable(fixture.look(registry, new RegistryLogin.Basic("ada", "word")), "302");
    assertThat(registry.asked()).noneMatch(asked -> asked.target().contains("elsewhere"));
  }

  private static void challenge(ScriptedRegistry.Talk talk, String realm) throws IOException {
    talk.header("WWW-Authenticate", "Bearer realm=\"" + realm + "\"").status(401);
  }
}
