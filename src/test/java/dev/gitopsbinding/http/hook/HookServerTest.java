package dev.gitopsbinding.http.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.app.HookKinds;
import dev.gitopsbinding.http.hook.provider.HookEvent;
import dev.gitopsbinding.net.share.MonotonicClock;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The port for webhooks, over real sockets, with a stand-in for the controller. */
class HookServerTest {
  private static final String SECRET = "correct-horse-battery";
  private static final String PUSH =
      "{\"ref\": \"refs/heads/main\", \"repository\": {\"clone_url\": \"https://github.com/acme/web.git\"}}";

  @TempDir Path folder;

  private final ConcurrentLinkedQueue<HookEvent> started = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.gitopsbinding.http.hook");
  private volatile boolean leading = true;
  private volatile boolean observed = true;
  private HookServer server;

  @BeforeEach
  void start() throws IOException {
    log.start();
    logger.addAppender(log);
    for (String provider : List.of("github", "gitlab", "dockerhub")) {
      Files.writeString(folder.resolve(provider), SECRET + "\n");
    }
    server =
        HookServer.start(
            new HookSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder),
            HookKinds.ALL,
            new SyncStarter() {
              @Override
              public boolean isLeading() {
                return leading;
              }

              @Override
              public boolean start(HookEvent event) {
                started.add(event);
                return observed;
              }
            },
            (provider, result) -> ended.add(provider + " " + result),
            Clock.systemUTC(),
            new MonotonicClock());
  }

  @AfterEach
  void stop() {
    server.close();
    logger.detachAppender(log);
  }

  @Test
  void aPushWithTheRightSecretStartsSyncs() throws Exception {
    String answer = gitHub(PUSH, sign(PUSH, SECRET), "push");

    assertThat(answer)
        .startsWith("HTTP/1.1 202 Accepted\r\n")
        .contains("Content-Type: application/json")
        .contains("{\"result\": \"accepted\"");
    assertThat(started).singleElement().isInstanceOf(HookEvent.BranchesMoved.class);
    assertThat(ended).containsExactly("github ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({"wrong-horse-battery, 401", "'', 401"})
  void withoutTheSecretNothingIsSaidOrDone(String secret, int status) throws Exception {
    String signature = secret.isEmpty() ? "" : sign(PUSH, secret);

    assertThat(gitHub(PUSH, signature, "push"))
        .startsWith("HTTP/1.1 " + status)
        .doesNotContain("acme");
    assertThat(gitHub("not even JSON", signature, "ping")).startsWith("HTTP/1.1 " + status);
    assertThat(started).isEmpty();
  }

  /** A sender may not learn which repositories bindings name. */
  @Test
  void whetherABindingObservesItIsNotSaid() throws Exception {
    String first = gitHub(PUSH, sign(PUSH, SECRET), "push");
    observed = false;
    String second = gitHub(PUSH, sign(PUSH, SECRET), "push");

    assertThat(second).isEqualTo(first);
    assertThat(ended).containsExactly("github ACCEPTED", "github UNMATCHED");
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
    assertThat(send(method, path, Map.of(), "{}")).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aPingIsAnsweredAndStartsNothing() throws Exception {
    assertThat(gitHub("{}", sign("{}", SECRET), "ping")).startsWith("HTTP/1.1 200 ");
    assertThat(gitHub("{}", sign("{}", SECRET), "star")).startsWith("HTTP/1.1 202 ");
    assertThat(started).isEmpty();
    assertThat(ended).containsExactly("github PING", "github IGNORED");
  }

  @Test
  void aDeliveryHasAnEffectOnce() throws Exception {
    Map<String, String> headers = headers(sign(PUSH, SECRET), "push", "X-GitHub-Delivery", "d-1");

    assertThat(send("POST", "/hook/github", headers, PUSH)).contains("\"accepted\"");
    assertThat(send("POST", "/hook/github", headers, PUSH)).contains("\"repeated\"");
    assertThat(started).hasSize(1);
  }

  /** The sender may try again, and reach the replica that leads. */
  @Test
  void aReplicaThatDoesNotLeadAcceptsNothing() throws Exception {
    Map<String, String> headers = headers(sign(PUSH, SECRET), "push", "X-GitHub-Delivery", "d-1");
    leading = false;
    assertThat(send("POST", "/hook/github", headers, PUSH))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After");
    leading = true;

    assertThat(send("POST", "/hook/github", headers, PUSH)).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void aFormIsReadAsItsPayload() throws Exception {
    String form = "payload=" + java.net.URLEncoder.encode(PUSH, StandardCharsets.UTF_8);
    Map<String, String> headers =
        headers(sign(form, SECRET), "push", "Content-Type", "application/x-www-form-urlencoded");

    assertThat(send("POST", "/hook/github", headers, form)).startsWith("HTTP/1.1 202 ");
    assertThat(started).hasSize(1);
  }

  @Test
  void aPayloadThatIsSignedAndNotWhatIsDocumentedIsMalformed() throws Exception {
    assertThat(gitHub("[]", sign("[]", SECRET), "push")).startsWith("HTTP/1.1 400 ");
    assertThat(gitHub("", sign("", SECRET), "push")).startsWith("HTTP/1.1 400 ");
    assertThat(started).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=%s\r\nContent-Length: %d\r\n\r\n"
            .formatted("0".repeat(64), HookRoute.MAX_BODY + 1);

    assertThat(exchange(head)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void chunksThatAreTooLargeAreNotHeld() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=%s\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted("0".repeat(64));
    String chunk = "40000\r\n" + "x".repeat(0x40000) + "\r\n";

    assertThat(exchange(head + chunk.repeat(4) + "1\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(exchange(head + "7fffffffffffff\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(exchange(head + "zz\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(exchange(head + "x".repeat(200))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void chunksAreRead() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: %s\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(sign(PUSH, SECRET));
    String body =
        "5;ext=1\r\n%s\r\n%x\r\n%s\r\n0\r\nTrailer: 1\r\n\r\n"
            .formatted(PUSH.substring(0, 5), PUSH.length() - 5, PUSH.substring(5));

    assertThat(exchange(head + body)).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 ");
    assertThat(started).hasSize(1);
  }

  @Test
  void aBodyThatIsFramedTwiceIsRefused() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=%s\r\n"
            .formatted("0".repeat(64));

    assertThat(exchange(head + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(exchange(head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(exchange(head + "Content-Length: -3\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  /** What is sent without the right token is not even received. */
  @Test
  void aTokenIsLookedAtBeforeTheBody() throws Exception {
    String head =
        "POST /hook/gitlab HTTP/1.1\r\nHost: a\r\nX-Gitlab-Token: wrong\r\nContent-Length: 1000000\r\n\r\n";

    assertThat(exchange(head)).startsWith("HTTP/1.1 401 ");
  }

  /** Until its end a body cannot be told from one that is signed. */
  @Test
  void onlySomeBodiesAreInMemoryAtOnce() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: %s\r\nContent-Length: 1000000\r\n\r\n{"
            .formatted(sign(PUSH, "wrong-horse-battery"));
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < HookServer.MAX_BODIES; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      }
      await().until(() -> gitHub(PUSH, sign(PUSH, SECRET), "push").startsWith("HTTP/1.1 429 "));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    await().until(() -> gitHub(PUSH, sign(PUSH, SECRET), "push").startsWith("HTTP/1.1 202 "));
  }

  @Test
  void aSecretThatIsChangedIsReadAgainAndTwoAreValidMeanwhile() throws Exception {
    assertThat(gitHub(PUSH, sign(PUSH, SECRET), "push")).startsWith("HTTP/1.1 202 ");

    Files.writeString(folder.resolve("github"), SECRET + "\nanother-horse-battery\n");
    await().until(() -> gitHub(PUSH, sign(PUSH, "another-horse-battery"), "push").contains("202"));
    assertThat(gitHub(PUSH, sign(PUSH, SECRET), "push")).startsWith("HTTP/1.1 202 ");

    Files.writeString(folder.resolve("github"), "another-horse-battery");
    await().until(() -> gitHub(PUSH, sign(PUSH, SECRET), "push").contains("401"));

    Files.delete(folder.resolve("github"));
    await().until(() -> gitHub(PUSH, sign(PUSH, SECRET), "push").contains("404"));
  }

  @Test
  void aSecretThatCouldBeGuessedIsNotUsed() throws Exception {
    Files.writeString(folder.resolve("harbor"), SECRET + "\nshort\n");

    await().until(() -> logged().contains("must hold secrets of 16 characters") || harbor());
    assertThat(send("POST", "/hook/harbor", Map.of(), "{}")).startsWith("HTTP/1.1 404 ");
    assertThat(logged())
        .contains("Webhooks of harbor are not accepted")
        .doesNotContain(SECRET)
        .doesNotContain("short");
  }

  @Fault(value = "1 000 requests without the secret to the port for webhooks", holds = "I6")
  @Test
  void refusedRequestsAreLimitedAndFillNoLog() throws Exception {
    log.list.clear();

    List<String> answers =
        IntStream.range(0, 1000)
            .parallel()
            .mapToObj(_ -> send("POST", "/hook/dockerhub/" + "x".repeat(30), Map.of(), "{}"))
            .toList();

    assertThat(answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 429 ")))
        .hasSizeGreaterThan(500);
    assertThat(answers).allMatch(answer -> answer.matches("(?s)HTTP/1.1 (401|429) .*|"));
    assertThat(log.list).hasSize(1);
    assertThat(logged()).contains("unauthorized").doesNotContain("xxx");
    assertThat(started).isEmpty();
  }

  private String logged() {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  /** Asks, so that the file is read. */
  private boolean harbor() {
    return send("POST", "/hook/harbor", Map.of(), "{}").isEmpty();
  }

  private String gitHub(String body, String signature, String event) {
    return send("POST", "/hook/github", headers(signature, event, "X-None", "1"), body);
  }

  private static Map<String, String> headers(
      String signature, String event, String name, String value) {
    return Map.of("X-Hub-Signature-256", signature, "X-GitHub-Event", event, name, value);
  }

  private String send(String method, String path, Map<String, String> headers, String body) {
    StringBuilder text = new StringBuilder("%s %s HTTP/1.1\r\nHost: a\r\n".formatted(method, path));
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    text.append("Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
    return exchange(text.toString());
  }

  /** Empty if the connection was closed for newer ones. */
  private String exchange(String text) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
