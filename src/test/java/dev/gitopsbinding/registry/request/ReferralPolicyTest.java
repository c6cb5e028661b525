package dev.gitopsbinding.registry.request;

import static dev.gitopsbinding.registry.lookup.RegistryFixture.failure;
import static dev.gitopsbinding.registry.lookup.RegistryFixture.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.registry.lookup.Presence;
import dev.gitopsbinding.registry.lookup.Registries;
import dev.gitopsbinding.registry.lookup.RegistryFixture;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.net.ConnectProxy;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a registry may send the operator by a realm or a redirect. */
@Timeout(60)
class ReferralPolicyTest {
  private static final Result<Presence> FOUND = Result.ok(Presence.FOUND);

  private final RegistryFixture fixture = new RegistryFixture();
  private final ConnectProxy proxy = ConnectProxy.start();

  @AfterEach
  void close() {
    fixture.close();
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPrivateRegistryMayNamePrivateHosts(boolean realm) {
    ScriptedRegistry other = fixture.serve(ReferralPolicyTest::answer);
    ScriptedRegistry registry = fixture.serve(talk -> name(talk, other, realm));
    assertThat(fixture.look(registry)).isEqualTo(FOUND);
    assertThat(other.asked()).isNotEmpty();
  }

  /** The address of a registry behind a proxy is unknown, so the registry counts as public. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPublicRegistryMayNotNamePrivateHosts(boolean realm) {
    ScriptedRegistry other = fixture.serve(ReferralPolicyTest::answer);
    ScriptedRegistry registry = fixture.serve(talk -> name(talk, other, realm));
    Failure failure = failure(fixture.look(behindProxy(DefaultSettings.ANY_HOST), registry));
    assertThat(failure.reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    assertThat(failure.message())
        .startsWith("Registry " + registry.host() + " sends the operator to another host.")
        .contains("127.0.0.1", "it is not a public address", "GITOPSBINDING_ALLOWED_HOSTS");
    assertThat(other.asked()).isEmpty();
    assertThat(proxy.requests()).isNotEmpty();
  }

  @Test
  void aPublicHostOnTheWayMayNotNamePrivateHosts() {
    ScriptedRegistry last = fixture.serve(ReferralPolicyTest::answer);
    ScriptedRegistry middle = fixture.serve(talk -> name(talk, last, false));
    ScriptedRegistry registry =
        fixture.serve(
            talk -> talk.header("Location", "https://" + middle.host() + "/on").status(307));
    Result<Presence> result =
        behindProxy(new AllowedHosts(List.of()))
            .findManifest(
                "shop",
                RegistryFixture.image(registry.otherHost()),
                RegistryFixture.access(),
                Instant.MIN,
                RegistryFixture.TIMEOUT);
    assertThat(failure(result).message()).contains("sends the operator to another host");
    assertThat(last.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hostsThatTheOwnerNamesAreAskedWhereverTheyAre(boolean realm) {
    ScriptedRegistry other = fixture.serve(ReferralPolicyTest::answer);
    ScriptedRegistry registry = fixture.serve(talk -> name(talk, other, realm));
    Registries registries =
        behindProxy(new AllowedHosts(List.of(registry.host(), other.otherHost())));
    assertThat(fixture.look(registries, registry)).isEqualTo(FOUND);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hostsThatAreNotAllowedAreNotAsked(boolean realm) {
    ScriptedRegistry other = fixture.serve(ReferralPolicyTest::answer);
    ScriptedRegistry registry = fixture.serve(talk -> name(talk, other, realm));
    Registries registries =
        fixture.start(
            new RegistrySettings(http(true), new AllowedHosts(List.of(registry.host())), 2));
    Failure failure = failure(fixture.look(registries, registry));
    assertThat(failure.reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    assertThat(failure.message())
        .contains("sends the operator to another host", other.otherHost() + " is not allowed");
    assertThat(other.asked()).isEmpty();
  }

  @Test
  void aRegistryMayNameItself() {
    ScriptedRegistry registry =
        fixture.serve(
            talk -> {
              if (talk.isFor(RegistryFixture.MANIFEST)) {
                talk.header("Location", "/elsewhere").status(307);
              } else {
                talk.manifest();
              }
            });
    assertThat(fixture.look(behindProxy(DefaultSettings.ANY_HOST), registry)).isEqualTo(FOUND);
  }

  private Registries behindProxy(AllowedHosts allowed) {
    ProxySettings proxies =
        new ProxySettings(
            null, new ProxySettings.Proxy("127.0.0.1", proxy.port(), null), List.of("127.0.0.1"));
    return fixture.start(new RegistrySettings(http(true, proxies), allowed, 2));
  }

  private static void name(ScriptedRegistry.Talk talk, ScriptedRegistry other, boolean realm)
      throws IOException {
    String url = "https://" + other.otherHost();
    if (talk.hasAuthorization("Bearer given")) {
      talk.manifest();
    } else if (realm) {
      talk.header("WWW-Authenticate", "Bearer realm=\"" + url + "/token\"").status(401);
    } else {
      talk.header("Location", url + "/blob").status(307);
    }
  }

  private static void answer(ScriptedRegistry.Talk talk) throws IOException {
    if (talk.exchange().getRequestURI().getPath().equals("/token")) {
      talk.json(200, "{\"token\": \"given\"}");
    } else {
      talk.manifest();
    }
  }
}
