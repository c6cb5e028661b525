package dev.gitopsbinding.http.status.reconcile;

import static dev.gitopsbinding.http.status.reconcile.ReconcileFixture.TOKEN;
import static dev.gitopsbinding.http.status.reconcile.ReconcileFixture.json;
import static dev.gitopsbinding.http.status.reconcile.ReconcileFixture.request;
import static dev.gitopsbinding.http.status.reconcile.ReconcileFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.ITERABLE;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.model.BindingId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request for syncs starts, and what it answers. */
class ReconcileRouteTest {
  @AutoClose private final ReconcileFixture fixture = new ReconcileFixture();
  private final ReconcileFixture.Starter passes = fixture.passes;

  ReconcileRouteTest() throws IOException {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|8",
        "?namespace=shop|4",
        "?namespace=shop&name=web|1",
        "?namespace=nowhere|0",
        "?timeout=5s|8"
      })
  void theResultsOfAllThatWereAskedForAreAnswered(String query, int count) throws IOException {
    String answer = fixture.post(query == null ? "" : query, "Bearer " + TOKEN);

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: application/json");
    assertThat(json(answer)).hasSize(count);
    assertThat(json(answer).findValues("pending")).isEmpty();
    assertThat(passes.started).singleElement().asInstanceOf(ITERABLE).hasSize(count);
    assertThat(passes.open).hasValue(0);
  }

  @Test
  void whatHasNotEndedInTimeIsPending() throws IOException {
    passes.pending = Set.of(new BindingId("shop", "web"));

    JsonNode rows = json(fixture.post("?namespace=shop&timeout=1s", "Bearer " + TOKEN));

    assertThat(rows).filteredOn(row -> row.path("pending").asBoolean()).hasSize(1);
    assertThat(rows.get(3).get("name").asText()).isEqualTo("web");
    assertThat(rows.get(3).get("pending").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "?name=web, 400",
    "?namespace=, 400",
    "?namespace=shop&name=, 400",
    "?namepsace=shop, 400",
    "?timeout=3m, 400",
    "?timeout=-1s, 400",
    "?namespace=shop&name=nothing, 404"
  })
  void aMistakeSyncsNothing(String query, int status) throws IOException {
    assertThat(fixture.post(query, "Bearer " + TOKEN)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(passes.started).isEmpty();
  }

  @Test
  void aBodyIsRefusedAsItsNamespaceWouldBeIgnored() throws IOException {
    String answer =
        fixture.exchange(
            "POST /reconcile HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\nContent-Length: 14\r\n\r\nnamespace=shop");

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(passes.started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
  void onlyPostIsServed(String method) throws IOException {
    String answer =
        fixture.exchange(
            method
                + " /reconcile HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("Allow: POST\r\n");
  }

  @Test
  void aReplicaThatDoesNotLeadSaysSo() throws IOException {
    passes.leading = false;

    assertThat(fixture.post("", "Bearer " + TOKEN))
        .startsWith("HTTP/1.1 503 ")
        .contains("does not lead");
  }

  @Test
  void oneAtATime() throws IOException {
    passes.end = new CountDownLatch(1);
    try (Socket first = fixture.connect()) {
      send(first, request("", "Bearer " + TOKEN));
      await().until(() -> !passes.started.isEmpty());

      assertThat(fixture.post("", "Bearer " + TOKEN))
          .startsWith("HTTP/1.1 429 ")
          .contains("Retry-After: 1");

      passes.end.countDown();
      assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("]\n");
    }
    assertThat(fixture.post("", "Bearer " + TOKEN)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whoWaitsGetsEmptyLinesBeforeTheList() throws IOException {
    passes.pending = Set.of(new BindingId("shop", "web"));
    passes.end = new CountDownLatch(1);
    try (Socket client = fixture.connect()) {
      send(client, request("", "Bearer " + TOKEN));
      var answer = new ByteArrayOutputStream();
      while (!answer.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n\n")) {
        answer.write(client.getInputStream().readNBytes(1));
      }

      passes.pending = Set.of();
      passes.end.countDown();
      answer.write(client.getInputStream().readAllBytes());

      assertThat(json(answer.toString(StandardCharsets.UTF_8))).hasSize(8);
    }
  }

  @Test
  void aClientThatGivesUpEndsItsPass() throws IOException {
    passes.pending = Set.of(new BindingId("shop", "web"));
    passes.end = new CountDownLatch(1);
    try (Socket gone = fixture.connect()) {
      send(gone, request("?timeout=2m", "Bearer " + TOKEN));
      await().until(() -> !passes.started.isEmpty());
    }

    await().until(() -> passes.open.get() == 0);
  }

  @Test
  void aClientThatLeavesKeepsNoOtherWaiting() throws IOException {
    try (Socket gone = fixture.connect()) {
      gone.setSoLinger(true, 0);
      send(gone, request("", "Bearer " + TOKEN));
    }

    await()
        .untilAsserted(() -> assertThat(fixture.post("", "Bearer " + TOKEN)).contains(" 200 OK"));
    assertThat(passes.open).hasValue(0);
  }
}
