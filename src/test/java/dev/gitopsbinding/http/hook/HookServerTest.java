package dev.gitopsbinding.http.hook;

import static dev.gitopsbinding.http.hook.HookFixture.PUSH;
import static dev.gitopsbinding.http.hook.HookFixture.SECRET;
import static dev.gitopsbinding.http.hook.HookFixture.headers;
import static dev.gitopsbinding.http.hook.HookFixture.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.http.hook.provider.HookEvent;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port for webhooks, over real sockets, with a stand-in for the controller. */
class HookServerTest {
  @AutoClose private final HookFixture hooks = new HookFixture();

  HookServerTest() throws IOException {}

  @Test
  void aPushWithTheRightSecretStartsSyncs() throws Exception {
    String answer = hooks.gitHub(PUSH, sign(PUSH, SECRET), "push");

    assertThat(answer)
        .startsWith("HTTP/1.1 202 Accepted\r\n")
        .contains("Content-Type: application/json")
        .contains("{\"result\": \"accepted\"");
    assertThat(hooks.started).singleElement().isInstanceOf(HookEvent.BranchesMoved.class);
    assertThat(hooks.ended).containsExactly("github ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({"wrong-horse-battery, 401", "'', 401"})
  void withoutTheSecretNothingIsSaidOrDone(String secret, int status) throws Exception {
    String signature = secret.isEmpty() ? "" : sign(PUSH, secret);

    assertThat(hooks.gitHub(PUSH, signature, "push"))
        .startsWith("HTTP/1.1 " + status)
        .doesNotContain("acme");
    assertThat(hooks.gitHub("not even JSON", signature, "ping")).startsWith("HTTP/1.1 " + status);
    assertThat(hooks.started).isEmpty();
  }

  /** A sender may not learn which repositories bindings name. */
  @Test
  void whetherABindingObservesItIsNotSaid() throws Exception {
    String first = hooks.gitHub(PUSH, sign(PUSH, SECRET), "push");
    hooks.observed = false;
    String second = hooks.gitHub(PUSH, sign(PUSH, SECRET), "push");

    assertThat(second).isEqualTo(first);
    assertThat(hooks.ended).containsExactly("github ACCEPTED", "github UNMATCHED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /hook/github, 405",
    "POST, /hook/bitbucket, 404",
    "POST, /hook/nobody, 404",
    "POST, /hook/, 404",
    "POST, /, 404",
    "POST, /metrics, 404",
    "POST, /hook/../hook/github, 404",
    "POST, /hook/dockerhub, 401",
    "POST, /hook/dockerhub/wrong-horse-battery, 401",
    "POST, /hook/dockerhub/correct-horse-battery, 202",
  })
  void pathsAndMethods(String method, String path, int status) throws IOException {
    assertThat(hooks.send(method, path, Map.of(), "{}")).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aPingIsAnsweredAndStartsNothing() throws Exception {
    assertThat(hooks.gitHub("{}", sign("{}", SECRET), "ping")).startsWith("HTTP/1.1 200 ");
    assertThat(hooks.gitHub("{}", sign("{}", SECRET), "star")).startsWith("HTTP/1.1 202 ");
    assertThat(hooks.started).isEmpty();
    assertThat(hooks.ended).containsExactly("github PING", "github IGNORED");
  }

  @Test
  void aDeliveryHasAnEffectOnce() throws Exception {
    Map<String, String> headers = headers(sign(PUSH, SECRET), "push", "X-GitHub-Delivery", "d-1");

    assertThat(hooks.send("POST", "/hook/github", headers, PUSH)).contains("\"accepted\"");
    assertThat(hooks.send("POST", "/hook/github", headers, PUSH)).contains("\"repeated\"");
    assertThat(hooks.started).hasSize(1);
  }

  /** The sender may try again, and reach the replica that leads. */
  @Test
  void aReplicaThatDoesNotLeadAcceptsNothing() throws Exception {
    Map<String, String> headers = headers(sign(PUSH, SECRET), "push", "X-GitHub-Delivery", "d-1");
    hooks.leading = false;
    assertThat(hooks.send("POST", "/hook/github", headers, PUSH))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After");
    hooks.leading = true;

    assertThat(hooks.send("POST", "/hook/github", headers, PUSH)).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void aSecretThatIsChangedIsReadAgainAndTwoAreValidMeanwhile() throws Exception {
    assertThat(hooks.gitHub(PUSH, sign(PUSH, SECRET), "push")).startsWith("HTTP/1.1 202 ");

    Files.writeString(hooks.folder.path().resolve("github"), SECRET + "\nanother-horse-battery\n");
    await()
        .until(
            () -> hooks.gitHub(PUSH, sign(PUSH, "another-horse-battery"), "push").contains("202"));
    assertThat(hooks.gitHub(PUSH, sign(PUSH, SECRET), "push")).startsWith("HTTP/1.1 202 ");

    Files.writeString(hooks.folder.path().resolve("github"), "another-horse-battery");
    await().until(() -> hooks.gitHub(PUSH, sign(PUSH, SECRET), "push").contains("401"));

    Files.delete(hooks.folder.path().resolve("github"));
    await().until(() -> hooks.gitHub(PUSH, sign(PUSH, SECRET), "push").contains("404"));
  }

  @Test
  void aSecretThatCouldBeGuessedIsNotUsed() throws Exception {
    Files.writeString(hooks.folder.path().resolve("harbor"), SECRET + "\nshort\n");

    await().until(() -> hooks.logged().contains("must hold secrets of 16 characters") || harbor());
    assertThat(hooks.send("POST", "/hook/harbor", Map.of(), "{}")).startsWith("HTTP/1.1 404 ");
    assertThat(hooks.logged())
        .contains("Webhooks of harbor are not accepted")
        .doesNotContain(SECRET)
        .doesNotContain("short");
  }

  @Fault(value = "1 000 requests without the secret to the port for webhooks", holds = "I6")
  @Test
  void refusedRequestsAreLimitedAndFillNoLog() throws Exception {
    hooks.log.list.clear();

    List<String> answers =
        IntStream.range(0, 1000)
            .parallel()
            .mapToObj(_ -> hooks.send("POST", "/hook/dockerhub/" + "x".repeat(30), Map.of(), "{}"))
            .toList();

    assertThat(answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 429 ")))
        .hasSizeGreaterThan(500);
    assertThat(answers).allMatch(answer -> answer.matches("(?s)HTTP/1.1 (401|429) .*|"));
    assertThat(hooks.log.list).hasSize(1);
    assertThat(hooks.logged()).contains("unauthorized").doesNotContain("xxx");
    assertThat(hooks.started).isEmpty();
  }

  /** Asks, so that the file is read. */
  private boolean harbor() {
    return hooks.send("POST", "/hook/harbor", Map.of(), "{}").isEmpty();
  }
}
