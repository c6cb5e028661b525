package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServerStandIn;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SecretStoreTest {
  private static final RepositoryUrl URL = RepositoryUrl.parse("https://git.example.com/web.git");
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private volatile String more = "";
  private volatile String hosts = "git.example.com";

  @AutoClose private final ApiServerStandIn api = ApiServerStandIn.start(this::answer);

  private final SecretStore store =
      new SecretStore(api.client(), new ApiPermits(), clock, TIME_TO_LIVE);

  @Test
  void aSecretIsHeldUntilItIsTooOld() throws InterruptedException {
    assertThat(read("shop")).isInstanceOf(Result.Ok.class);
    now.updateAndGet(time -> time.plus(TIME_TO_LIVE));
    assertThat(read("shop")).isInstanceOf(Result.Ok.class);
    assertThat(requests).hasValue(1);

    now.updateAndGet(time -> time.plusMillis(1));
    assertThat(read("shop")).isInstanceOf(Result.Ok.class);
    assertThat(requests).hasValue(2);
  }

  @Test
  void aThousandWhoAskAtOnceShareOneRequestForEachSecret() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result<Credential>>> asked = new ArrayList<>();
      for (int asker = 0; asker < 1000; asker++) {
        String namespace = "shop" + asker % 10;
        asked.add(threads.submit(() -> read(namespace)));
      }
      for (Future<Result<Credential>> one : asked) {
        assertThat(one.get()).isInstanceOf(Result.Ok.class);
      }
    }
    assertThat(requests).hasValue(10);
  }

  @Test
  void nothingIsHeldOfASecretButWhatIsUsedAndNoLargeOne() throws InterruptedException {
    more = ",\"junk\":\"%s\"".formatted(base64("j".repeat(UsedSecretData.MAX_BYTES)));
    Result<SecretData> small = store.secret("shop", "git");
    assertThat(small).isInstanceOf(Result.Ok.class);
    assertThat(((Result.Ok<SecretData>) small).value().data())
        .containsOnlyKeys("username", "password");

    more = ",\"known_hosts\":\"%s\"".formatted(base64("k".repeat(UsedSecretData.MAX_BYTES)));
    assertReason(read("large"), Reason.SECRET_INVALID);
  }

  @Test
  void whoHoldsMostMakesRoom() throws InterruptedException {
    more = ",\"known_hosts\":\"%s\"".formatted(base64("k".repeat(1000)));
    var full = new SecretStore(api.client(), new ApiPermits(), clock, TIME_TO_LIVE, 10_000);
    full.secret("shop", "git");
    for (int i = 0; i < 100; i++) {
      full.secret("greedy", "git" + i);
    }
    requests.set(0);

    full.secret("shop", "git");
    assertThat(requests).hasValue(0);
    for (int i = 0; i < 100; i++) {
      full.secret("greedy", "git" + i);
    }
    assertThat(requests).hasValueGreaterThan(85);
  }

  @Test
  void urlsOfOneSecretShareACredential() throws InterruptedException {
    hosts = "git.example.com,git.example.org";
    RepositoryUrl other = RepositoryUrl.parse("https://git.example.org/api.git");

    Credential one = ((Result.Ok<Credential>) store.credential("shop", "git", URL)).value();

    assertThat(((Result.Ok<Credential>) store.credential("shop", "git", other)).value())
        .isSameAs(one);
  }

  @Test
  void aForgottenSecretIsReadAgain() throws InterruptedException {
    hosts = "other.example.com";
    assertReason(read("shop"), Reason.SECRET_NOT_CONSENTED);
    hosts = "git.example.com";
    assertReason(read("shop"), Reason.SECRET_NOT_CONSENTED);

    store.forget("shop", "git");
    assertReason(read("shop"), Reason.SECRET_NOT_CONSENTED);
    now.updateAndGet(time -> time.plusSeconds(1));
    store.forget("shop", "git");

    assertThat(read("shop")).isInstanceOf(Result.Ok.class);
  }

  @Fault(value = "Secret deleted", holds = "I6")
  @Test
  void aDeletedSecretIsNotServedToWhoAsksForANewerRead() throws InterruptedException {
    assertThat(read("shop")).isInstanceOf(Result.Ok.class);
    status = 404;
    store.forget("shop", "git", now.get());
    assertThat(read("shop")).as("as new as was asked for").isInstanceOf(Result.Ok.class);

    store.forget("shop", "git", now.get().plusMillis(1));
    assertReason(read("shop"), Reason.SECRET_NOT_FOUND);
    assertReason(read("shop"), Reason.SECRET_NOT_FOUND);
  }

  @Test
  void whatCouldNotBeReadIsNotHeld() throws InterruptedException {
    status = 404;
    assertReason(read("shop"), Reason.SECRET_NOT_FOUND);
    status = 403;
    assertReason(read("shop"), Reason.SECRET_FORBIDDEN);
    status = 500;
    assertThatThrownBy(() -> read("shop")).isInstanceOf(KubernetesClientException.class);
    status = 200;
    assertThat(read("shop")).isInstanceOf(Result.Ok.class);
  }

  private Result<Credential> read(String namespace) throws InterruptedException {
    return store.credential(namespace, "git", URL);
  }

  private static void assertReason(Result<Credential> result, Reason reason) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    Failure failure = ((Result.Failed<Credential>) result).failure();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(reason);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String body =
        """
        {"kind":"Secret","apiVersion":"v1","type":"Opaque",
         "metadata":{"name":"git","namespace":"shop","annotations":{"gitopsbinding.dev/hosts":"%s"}},
         "data":{"username":"%s","password":"%s"%s}}"""
            .formatted(hosts, base64("ada"), base64("lovelace"), more);
    byte[] bytes = (status == 200 ? body : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
