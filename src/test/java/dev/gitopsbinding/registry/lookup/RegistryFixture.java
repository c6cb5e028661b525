package dev.gitopsbinding.registry.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.MessageAssert;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** Registries on loopback with certificates of a test CA, and a client of them. */
public final class RegistryFixture implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(20);
  public static final String MANIFEST = "/v2/acme/web/manifests/abc1234";

  private static final TestCertificates CERTIFICATES = TestCertificates.create();

  public final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T03:04:05Z"));
  public final List<String> results = new CopyOnWriteArrayList<>();
  private final List<ScriptedRegistry> servers = new ArrayList<>();
  private final List<Registries> started = new ArrayList<>();
  private Optional<Registries> registries = Optional.empty();

  /** Over as many connections as there are permits. */
  static HttpClientSettings unbounded() {
    return new HttpClientSettings(
        true,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        ProxySettings.NONE,
        null,
        HttpClientSettings.AS_MANY_AS_PERMITTED);
  }

  public static HttpClientSettings http(boolean allowLoopback) {
    return http(allowLoopback, ProxySettings.NONE);
  }

  public static HttpClientSettings http(boolean allowLoopback, ProxySettings proxies) {
    return new HttpClientSettings(
        allowLoopback, Duration.ofSeconds(10), Duration.ofSeconds(30), proxies, null, 2);
  }

  public ScriptedRegistry serve(ScriptedRegistry.Script script) {
    ScriptedRegistry server = ScriptedRegistry.start(CERTIFICATES, script);
    servers.add(server);
    return server;
  }

  public Registries start(RegistrySettings settings) {
    Registries made = Registries.start(settings, (_, result, _) -> results.add(result), clock);
    started.add(made);
    return made;
  }

  public synchronized Registries registries() {
    if (registries.isEmpty()) {
      registries =
          Optional.of(start(new RegistrySettings(http(true), DefaultSettings.ANY_HOST, 2)));
    }
    return registries.get();
  }

  public static ImageReference image(String host) {
    return ImageReference.parse(host + "/acme/web:abc1234").orElseThrow();
  }

  public static RegistryAccess access(RegistryLogin... logins) {
    return new RegistryAccess(List.of(logins), CERTIFICATES.authorityPem());
  }

  /** Asks again, without an answer from the cache. */
  public Result<Presence> look(ScriptedRegistry server, RegistryLogin... logins) {
    return look(registries(), server, logins);
  }

  public Result<Presence> look(Registries asked, ScriptedRegistry server, RegistryLogin... logins) {
    clock.pass(Duration.ofMillis(1));
    return asked.findManifest(
        "shop", image(server.host()), access(logins), clock.instant(), TIMEOUT);
  }

  Callable<Result<Presence>> asking(ScriptedRegistry registry, String tag, Duration timeout) {
    ImageReference image = ImageReference.parse(registry.host() + "/acme/web:" + tag).orElseThrow();
    return () -> registries().findManifest("shop", image, access(), Instant.MIN, timeout);
  }

  public static Failure failure(Result<Presence> result) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    Failure failure = ((Result.Failed<Presence>) result).failure();
    MessageAssert.assertFieldFirst(failure.message());
    return failure;
  }

  @Override
  public void close() {
    servers.forEach(ScriptedRegistry::close);
    started.forEach(Registries::close);
  }

  static void assertUnavailable(Result<Presence> result, String words) {
    Failure failure = failure(result);
    assertThat(failure.reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE);
    assertThat(failure.message()).contains(words).doesNotContain("s3cret");
  }
}
