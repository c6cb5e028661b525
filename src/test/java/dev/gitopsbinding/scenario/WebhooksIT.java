package dev.gitopsbinding.scenario;

import static dev.gitopsbinding.scenario.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ClassStage;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.RegistryServer;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks of a real Gitea and of a real registry; the intervals of bindings are an hour. */
class WebhooksIT {
  private static final String SECRET = "correct-horse-battery-staple";
  private static final int FLOODERS = 4;

  /** More of them for a measurement: {@code -Dwebhooks.rounds=21}. */
  private static final int ROUNDS = Integer.getInteger("webhooks.rounds", 1);

  private static final Duration LONGEST = Duration.ofSeconds(2);

  @RegisterExtension static final ClassStage<OperatorStage> STAGE = ClassStage.of(WebhooksIT::on);

  @AutoClose private static GiteaServer gitea;

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final GiteaRepository source = gitea.createRepository("web-" + UUID.randomUUID());
  private final GiteaRepository manifest = gitea.createRepository("deploy-" + UUID.randomUUID());

  private static OperatorStage on(ApiServer api) {
    try {
      Path secrets = Files.createDirectories(Path.of("target", "hooks-" + UUID.randomUUID()));
      Files.writeString(secrets.resolve("gitea"), SECRET);
      Files.writeString(secrets.resolve("oci"), SECRET);
      return OperatorStage.start(
          api,
          Map.of(
              "GITOPSBINDING_HOOK_PORT",
              "0",
              "GITOPSBINDING_HOOK_SECRETS_DIR",
              secrets.toAbsolutePath().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void startGitea() {
    gitea = GiteaServer.start();
  }

  @Test
  void aPushIsInTheManifestWithinTwoSeconds() {
    // Given
    scene.awaitReady("web", prepared(IMAGE));
    source.hook(stage.hookUrl("gitea"), SECRET, "push");

    // When
    List<Long> millis = new ArrayList<>();
    String tip = "";
    for (int push = 1; push <= 3; push++) {
      double before = count("gitea", "accepted");
      long begin = System.nanoTime();
      tip = source.commit("README", "push " + push);
      long pushed = System.nanoTime();
      await().pollInterval(Duration.ofMillis(5)).until(() -> count("gitea", "accepted") > before);
      long told = System.nanoTime();
      millis.add(untilManifestHas(IMAGE + ":" + tip, pushed).toMillis());
      System.out.printf(
          "webhook: git push %d ms; webhook of Gitea after %d ms; manifest commit after %d ms%n",
          (pushed - begin) / 1_000_000, (told - pushed) / 1_000_000, millis.getLast());
    }

    // Then: of three, because this machine may be busy; without the webhook it would be an hour
    assertThat(Collections.min(millis)).isLessThan(LONGEST.toMillis());
    scene.awaitReady("web", tip);
    assertThat(stage.get("/metrics"))
        .containsPattern(
            "gitopsbinding_hook_requests_total\\{provider=\"gitea\",result=\"accepted\"}");
  }

  @Test
  void aMoveOfTheManifestBranchIsSeenToo() {
    // Given
    String first = prepared(IMAGE);
    scene.awaitReady("web", first);
    manifest.hook(stage.hookUrl("gitea"), SECRET, "push");

    // When: a person takes it back
    manifest.commit(PATH, deploymentYaml(IMAGE + ":old"));

    // Then
    scene.awaitReason("web", "ManifestChanged");
  }

  @Test
  void aMergeOfThePullRequestIsSeenAtOnce() {
    // Given
    String first = prepared(IMAGE);
    scene.awaitReady("web", first);
    manifest.hook(stage.hookUrl("gitea"), SECRET, "push", "pull_request");
    scene.replace(
        "web",
        spec(IMAGE)
            + "push: {branch: gitops, pullRequest: {provider: Gitea, apiURL: \"%s\", secretRef: {name: gitea}}}\n"
                .formatted(gitea.apiUrl()));
    String second = source.commit("README", "second");
    scene.request("web", "second");
    scene.awaitReason("web", "AwaitingMerge");

    // When
    long begin = System.nanoTime();
    manifest.merge(1);

    // Then
    scene.awaitReady("web", second);
    System.out.printf(
        "webhook: from the merge of a pull request to Ready in %d ms%n",
        (System.nanoTime() - begin) / 1_000_000);
  }

  @Test
  void withAWrongSecretNothingHappens() {
    // Given
    String first = prepared(IMAGE);
    scene.awaitReady("web", first);
    source.hook(stage.hookUrl("gitea"), "wrong-horse-battery-staple", "push");
    double before = count("gitea", "unauthorized");

    // When
    source.commit("README", "second");

    // Then
    await().atMost(OperatorStage.PATIENCE).until(() -> count("gitea", "unauthorized") > before);
    assertThat(scene.status("web").source().commit()).isEqualTo(first);
    assertThat(manifest.text(PATH)).contains(IMAGE + ":" + first);
  }

  @Test
  void anImageEndsTheWaitForIt() {
    try (RegistryServer registry = RegistryServer.notifying(stage.hookUrl("oci"), SECRET)) {
      // Given: after eight minutes of waiting the next look is more than a minute away
      scene.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
      String image = registry.host() + "/acme/web";
      String tip = prepared(image);
      scene.awaitReason("web", "ImageNotFound");
      stage.clock().setWrongBy(Duration.ofMinutes(8));
      scene.request("web", "now");
      scene.await("web", status -> "now".equals(status.lastHandledRequestedAt()));

      // When
      long begin = System.nanoTime();
      registry.push("acme/web", tip);
      Duration took = untilManifestHas(image + ":" + tip, begin);

      // Then
      assertThat(took).isLessThan(LONGEST);
      System.out.printf("webhook: from image to manifest commit in %d ms%n", took.toMillis());
      scene.awaitReady("web", tip);
    } finally {
      stage.clock().setWrongBy(Duration.ZERO);
    }
  }

  @Fault(
      value = "1 000 requests a second without the secret to the port for webhooks",
      holds = "I6")
  @Test
  void aFloodOfGarbageDelaysNoSync() throws InterruptedException {
    // Given
    scene.awaitReady("web", prepared(IMAGE));
    List<Duration> quiet = new ArrayList<>();
    List<Duration> flooded = new ArrayList<>();

    // When: in turns, so that what else the machine does falls on both
    for (int round = 0; round < ROUNDS; round++) {
      quiet.add(sync("quiet " + round));
      flooded.add(syncInFlood("flooded " + round));
    }

    // Then
    System.out.printf(
        "webhook: of %d rounds, a sync takes %d ms in the median, and %d ms beside garbage%n",
        ROUNDS, median(quiet).toMillis(), median(flooded).toMillis());
    assertThat(median(flooded)).isLessThan(median(quiet).plus(LONGEST));
  }

  private Duration syncInFlood(String request) throws InterruptedException {
    AtomicBoolean ends = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    List<Thread> flood =
        IntStream.range(0, FLOODERS)
            .mapToObj(_ -> Thread.ofPlatform().start(() -> flood(ends, sent)))
            .toList();
    try {
      await().until(() -> sent.get() > 500);
      int from = sent.get();
      long begin = System.nanoTime();
      Duration took = sync(request);
      System.out.printf(
          "webhook: a sync takes %d ms beside %d garbage requests a second%n",
          took.toMillis(), (sent.get() - from) * 1_000_000_000L / (System.nanoTime() - begin));
      assertThat(stage.get("/readyz")).contains("passed");
      return took;
    } finally {
      ends.set(true);
      for (Thread thread : flood) {
        thread.join();
      }
    }
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  /** How long a sync takes that is asked for by the annotation, until its commit is there. */
  private Duration sync(String request) {
    String tip = source.commit("README", request);
    long begin = System.nanoTime();
    scene.request("web", request);
    Duration took = untilManifestHas(IMAGE + ":" + tip, begin);
    scene.awaitReady("web", tip);
    return took;
  }

  /** A part of them, evenly. */
  private void flood(AtomicBoolean ends, AtomicInteger sent) {
    URI url = URI.create(stage.hookUrl("gitea"));
    byte[] request =
        ("POST /hook/gitea HTTP/1.1\r\nHost: a\r\nX-Gitea-Event: push\r\nX-Gitea-Signature: "
                + "0".repeat(64)
                + "\r\nContent-Length: 2000\r\n\r\n"
                + "x".repeat(2000))
            .getBytes(StandardCharsets.US_ASCII);
    long begin = System.nanoTime();
    long own = 0;
    while (!ends.get()) {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.getOutputStream().write(request);
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // Closed for a newer one.
      }
      sent.incrementAndGet();
      long due = begin + ++own * FLOODERS * 1_000_000L;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  /** Both repositories, the Secret and a binding that is synced once an hour; answers the tip. */
  private String prepared(String image) {
    String tip = source.commit("README", "first");
    manifest.commit(PATH, deploymentYaml(image + ":old"));
    scene.opaqueSecret(
        "gitea",
        Map.of("gitopsbinding.dev/hosts", gitea.host()),
        Map.of(
            "username",
            GiteaServer.USER,
            "password",
            gitea.token("write:repository", "write:issue"),
            "ca.crt",
            gitea.authorityPem()));
    scene.apply("web", spec(image));
    return tip;
  }

  private String spec(String image) {
    String check = image.equals(IMAGE) ? "{mode: Skip}" : "{caSecretRef: {name: registry-ca}}";
    return scene
        .spec()
        .replace("interval: 10s", "interval: 1h")
        .replace(
            "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
            "image: {name: \"%s\", check: %s}".formatted(image, check))
        .replace(scene.git.url(scene.sourceName), source.url())
        .replace(scene.git.url(scene.manifestName), manifest.url())
        .replace("secretRef: {name: git}", "secretRef: {name: gitea}");
  }

  private Duration untilManifestHas(String image, long begin) {
    await()
        .atMost(OperatorStage.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> manifest.text(PATH).contains(image));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private double count(String provider, String result) {
    String name =
        "gitopsbinding_hook_requests_total{provider=\"%s\",result=\"%s\"} "
            .formatted(provider, result);
    return stage
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }
}
