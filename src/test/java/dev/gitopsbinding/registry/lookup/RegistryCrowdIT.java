package dev.gitopsbinding.registry.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.registry.RegistryServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A thousand callers who ask one registry at once. */
class RegistryCrowdIT {
  private static final int CROWD = 1_000;
  private static final int AT_ONCE = 6;

  /** More than the permits at a registry. */
  private static final int NAMESPACES = 60;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void aRealRegistryAnswersAll() throws Exception {
    try (RegistryServer server = RegistryServer.anonymous();
        Registries registries = start()) {
      server.push("acme/web", "tag7");
      List<Result<Presence>> answers = lookFor(registries, server.host(), server.authorityPem());
      assertThat(answers).filteredOn(Result.ok(Presence.FOUND)::equals).hasSize(1);
      assertThat(answers).filteredOn(Result.ok(Presence.MISSING)::equals).hasSize(CROWD - 1);
    }
  }

  @Test
  void fewRequestsRunAtOnce() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(AT_ONCE);
    try (RegistryFixture fixture = new RegistryFixture();
        Registries registries = start()) {
      ScriptedRegistry server =
          fixture.serve(
              talk -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                full.countDown();
                await(full);
                running.decrementAndGet();
                talk.status(404);
              });
      List<Result<Presence>> answers =
          lookFor(registries, server.host(), RegistryFixture.access().authorities());
      assertThat(answers).containsOnly(Result.ok(Presence.MISSING)).hasSize(CROWD);
      assertThat(most.get()).isEqualTo(AT_ONCE);
    }
  }

  @Fault(value = "registry that is slow for more namespaces than there are places", holds = "I6")
  @Test
  void aNewcomerIsNextAmongMoreNamespacesThanPlaces() throws Exception {
    Duration answer = Duration.ofMillis(500);
    AtomicInteger answered = new AtomicInteger();
    try (RegistryFixture fixture = new RegistryFixture();
        Registries registries = start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      ScriptedRegistry server =
          fixture.serve(
              talk -> {
                pause(answer);
                answered.incrementAndGet();
                talk.manifest();
              });
      Duration alone = look(registries, server, "alone");
      for (int namespace = 0; namespace < NAMESPACES; namespace++) {
        String name = "busy-" + namespace;
        Future<?> _ =
            threads.submit(
                () -> {
                  for (int tag = 0; !Thread.currentThread().isInterrupted(); tag++) {
                    look(registries, server, name + "-" + tag, name);
                  }
                });
      }
      Awaitility.await().atMost(PATIENCE).until(() -> answered.get() > NAMESPACES);

      // When
      Duration beside = look(registries, server, "victim");
      threads.shutdownNow();

      // Then
      assertThat(beside).isLessThan(alone.multipliedBy(2).plus(answer));
    }
  }

  private static Duration look(Registries registries, ScriptedRegistry server, String tenant) {
    return look(registries, server, tenant, tenant);
  }

  private static Duration look(
      Registries registries, ScriptedRegistry server, String tag, String tenant) {
    long start = System.nanoTime();
    var _ =
        registries.findManifest(
            tenant,
            ImageReference.parse(server.host() + "/acme/web:" + tag).orElseThrow(),
            RegistryFixture.access(),
            Instant.MIN,
            PATIENCE);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Registries start() {
    return Registries.start(
        new RegistrySettings(RegistryFixture.unbounded(), DefaultSettings.ANY_HOST, AT_ONCE),
        (_, _, _) -> {},
        Clock.systemUTC());
  }

  private static List<Result<Presence>> lookFor(
      Registries registries, String host, String authorities) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result<Presence>>> asked = new ArrayList<>();
      for (int tag = 0; tag < CROWD; tag++) {
        ImageReference image = ImageReference.parse(host + "/acme/web:tag" + tag).orElseThrow();
        asked.add(
            threads.submit(
                () ->
                    registries.findManifest(
                        "shop",
                        image,
                        new RegistryAccess(List.of(), authorities),
                        Instant.MIN,
                        PATIENCE)));
      }
      List<Result<Presence>> answers = new ArrayList<>();
      for (Future<Result<Presence>> one : asked) {
        answers.add(one.get());
      }
      return answers;
    }
  }
}
