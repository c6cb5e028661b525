package dev.gitopsbinding.scenario.forge;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import dev.gitopsbinding.testing.registry.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Webhooks of a real Gitea and of a real registry; the intervals of bindings are an hour. Classes
 * start in the order of their names, and those that take as long as this one should not be the
 * last.
 */
class GiteaWebhooksIT {
  private static final String SECRET = "correct-horse-battery-staple";

  /** More of them for a measurement: {@code -Dwebhooks.rounds=21}. */
  private static final int ROUNDS = Integer.getInteger("webhooks.rounds", 1);

  private static final Duration LONGEST = Duration.ofSeconds(2);

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(GiteaWebhooksIT::on);

  private final OperatorStage stage = STAGE.get();
  private final GiteaScene hosted = new GiteaScene(stage.scene());
  private final GiteaServer gitea = hosted.gitea;
  private final Scene scene = hosted.scene;
  private final GiteaRepository source = hosted.source;
  private final GiteaRepository manifest = hosted.manifest;

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
      await().pollInterval(Duration.ofMillis(20)).until(() -> count("gitea", "accepted") > before);
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

  /** Both repositories, the Secret and a binding that is synced once an hour; answers the tip. */
  private String prepared(String image) {
    String tip = source.commit("README", "first");
    manifest.commit(PATH, deploymentYaml(image + ":old"));
    hosted.login(gitea.token("write:repository", "write:issue"));
    scene.apply("web", spec(image));
    return tip;
  }

  private String spec(String image) {
    String check = image.equals(IMAGE) ? "{mode: Skip}" : "{caSecretRef: {name: registry-ca}}";
    return hosted
        .spec()
        .replace("interval: 10s", "interval: 1h")
        .replace(
            "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
            "image: {name: \"%s\", check: %s}".formatted(image, check));
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

  private Duration syncInFlood(String request) throws InterruptedException {
    try (GarbageFlood flood = GarbageFlood.to(stage.hookUrl("gitea"))) {
      await().until(() -> flood.sent() > 500);
      int from = flood.sent();
      long begin = System.nanoTime();
      Duration took = sync(request);
      System.out.printf(
          "webhook: a sync takes %d ms beside %d garbage requests a second%n",
          took.toMillis(), (flood.sent() - from) * 1_000_000_000L / (System.nanoTime() - begin));
      assertThat(stage.get("/readyz")).contains("passed");
      return took;
    }
  }
}
