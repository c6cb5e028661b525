package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.testing.apiserver.ApiServerStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SecretProberTest {
  private static final Outcome FAILED = new Outcome.Stopped(Reason.AUTHENTICATION_FAILED, "");
  private static final BindingId WEB = new BindingId("shop", "web");

  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Deque<Runnable> rounds = new ArrayDeque<>();
  private final List<BindingId> woken = new ArrayList<>();

  @AutoClose private final ApiServerStandIn api = ApiServerStandIn.start(this::answer);

  private final SecretStore store =
      new SecretStore(api.client(), new ApiPermits(), Clock.systemUTC(), Duration.ofMinutes(5));
  private final SecretProber prober = new SecretProber(store, this::later, woken::add);

  @Test
  void aSecretThatChangesAfterTheSyncHadReadItWakesTheBindingOnce() throws InterruptedException {
    // Given
    store.secret("shop", "acme-git");
    answers.put("acme-git", 2);
    prober.syncEnded(binding("web"), FAILED);

    // When
    round();

    // Then
    assertThat(woken).containsExactly(WEB);
    assertThat(rounds).as("rounds without a failing binding").isEmpty();
  }

  @Test
  void theSecretOfTheChecksIsOneOfThem() throws InterruptedException {
    // Given
    store.secret("shop", "forge");
    answers.put("forge", 2);
    Binding binding =
        Bindings.parse(
            Bindings.resource(
                "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: {secretRef: {name: forge}}}}"));
    prober.syncEnded(binding, new Outcome.Stopped(Reason.FORGE_UNAVAILABLE, ""));

    // When
    round();

    // Then
    assertThat(woken).containsExactly(WEB);
  }

  @Test
  void aSecretThatIsMadeOrThatMayBeReadAtLastWakesItToo() throws InterruptedException {
    for (int status : new int[] {404, 403}) {
      // Given
      woken.clear();
      answers.put("acme-git", status);
      store.secret("shop", "acme-git");
      prober.syncEnded(
          binding("web"), new Outcome.Stopped(Reason.SECRET_NOT_FOUND, "there is none"));
      round();
      assertThat(woken).isEmpty();

      // When
      answers.put("acme-git", 1);
      round();

      // Then
      assertThat(woken).containsExactly(WEB);
    }
  }

  @Test
  void aServerThatFailsTellsNothing() throws InterruptedException {
    // Given
    store.secret("shop", "acme-git");
    prober.syncEnded(binding("web"), FAILED);

    // When
    answers.put("acme-git", 500);
    round();
    answers.put("acme-git", 1);
    round();

    // Then
    assertThat(woken).isEmpty();
    assertThat(rounds).hasSize(1);
  }

  @Test
  void oneThatCannotBeReadHidesNoOther() throws InterruptedException {
    // Given
    answers.put("broken", 500);
    prober.syncEnded(binding("unlucky", "broken"), FAILED);
    store.secret("shop", "acme-git");
    prober.syncEnded(binding("web"), FAILED);

    // When
    answers.put("acme-git", 2);
    round();

    // Then
    assertThat(woken).containsExactly(WEB);
  }

  @Test
  void nothingIsReadForBindingsThatWorkOrFailForOtherReasons() {
    prober.syncEnded(binding("web"), new Outcome.Kept("tag"));
    prober.syncEnded(binding("web"), new Outcome.Stopped(Reason.HOST_UNREACHABLE, ""));
    assertThat(rounds).isEmpty();

    prober.syncEnded(binding("web"), FAILED);
    prober.syncEnded(binding("web"), new Outcome.Kept("tag"));
    round();
    assertThat(requests).hasValue(0);
    assertThat(rounds).isEmpty();

    prober.syncEnded(binding("web"), FAILED);
    prober.forget(WEB);
    round();
    assertThat(requests).hasValue(0);
  }

  @Test
  void bindingsShareOneReadAndANamespaceHasACap() {
    for (int number = 0; number < 300; number++) {
      prober.syncEnded(binding("web" + number), FAILED);
    }
    round();
    assertThat(requests).hasValue(1);

    for (int number = 0; number < 300; number++) {
      prober.syncEnded(binding("web" + number, "git" + number), FAILED);
    }
    requests.set(0);
    round();
    assertThat(requests).hasValue(SecretProber.MAX_PER_NAMESPACE);
  }

  private void later(Duration delay, Runnable task) {
    assertThat(delay).isLessThan(Duration.ofSeconds(30));
    rounds.add(task);
  }

  private void round() {
    rounds.remove().run();
  }

  private static Binding binding(String name) {
    return binding(name, "acme-git");
  }

  private static Binding binding(String name, String secret) {
    GitOpsBinding resource =
        Bindings.resource(
            """
            source: {url: "https://git.example.com/web.git", ref: {branch: main}}
            manifest:
              url: "https://git.example.com/deploy.git"
              ref: {branch: main}
              secretRef: {name: %s}
              path: a.yaml
            """
                .formatted(secret));
    resource.getMetadata().setName(name);
    return Bindings.parse(resource);
  }

  /** A number below 100 is the Secret's version, any other the status of the answer. */
  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    int answer = answers.getOrDefault(name, 1);
    String body =
        """
        {"kind":"Secret","apiVersion":"v1","type":"Opaque",
         "metadata":{"name":"%s","namespace":"shop","uid":"u","resourceVersion":"%d"}}"""
            .formatted(name, answer);
    byte[] bytes = (answer < 100 ? body : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer < 100 ? 200 : answer, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
