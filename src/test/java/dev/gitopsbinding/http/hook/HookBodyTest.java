package dev.gitopsbinding.http.hook;

import static dev.gitopsbinding.http.hook.HookFixture.PUSH;
import static dev.gitopsbinding.http.hook.HookFixture.SECRET;
import static dev.gitopsbinding.http.hook.HookFixture.headers;
import static dev.gitopsbinding.http.hook.HookFixture.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How bodies of webhooks are framed, and how much of them is received and held. */
class HookBodyTest {
  @AutoClose private final HookFixture hooks = new HookFixture();

  HookBodyTest() throws IOException {}

  @Test
  void aFormIsReadAsItsPayload() throws Exception {
    String form = "payload=" + java.net.URLEncoder.encode(PUSH, StandardCharsets.UTF_8);
    Map<String, String> headers =
        headers(sign(form, SECRET), "push", "Content-Type", "application/x-www-form-urlencoded");

    assertThat(hooks.send("POST", "/hook/github", headers, form)).startsWith("HTTP/1.1 202 ");
    assertThat(hooks.started).hasSize(1);
  }

  @Test
  void aPayloadThatIsSignedAndNotWhatIsDocumentedIsMalformed() throws Exception {
    assertThat(hooks.gitHub("[]", sign("[]", SECRET), "push")).startsWith("HTTP/1.1 400 ");
    assertThat(hooks.gitHub("", sign("", SECRET), "push")).startsWith("HTTP/1.1 400 ");
    assertThat(hooks.started).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=%s\r\nContent-Length: %d\r\n\r\n"
            .formatted("0".repeat(64), HookRoute.MAX_BODY + 1);

    assertThat(hooks.exchange(head)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void chunksThatAreTooLargeAreNotHeld() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=%s\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted("0".repeat(64));
    String chunk = "40000\r\n" + "x".repeat(0x40000) + "\r\n";

    assertThat(hooks.exchange(head + chunk.repeat(4) + "1\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(hooks.exchange(head + "7fffffffffffff\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(hooks.exchange(head + "zz\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(hooks.exchange(head + "x".repeat(200))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void chunksAreRead() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: %s\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(sign(PUSH, SECRET));
    String body =
        "5;ext=1\r\n%s\r\n%x\r\n%s\r\n0\r\nTrailer: 1\r\n\r\n"
            .formatted(PUSH.substring(0, 5), PUSH.length() - 5, PUSH.substring(5));

    assertThat(hooks.exchange(head + body))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 ");
    assertThat(hooks.started).hasSize(1);
  }

  @Test
  void aBodyThatIsFramedTwiceIsRefused() throws Exception {
    String head =
        "POST /hook/github HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: sha256=%s\r\n"
            .formatted("0".repeat(64));

    assertThat(
            hooks.exchange(
                head + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(hooks.exchange(head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(hooks.exchange(head + "Content-Length: -3\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  /** What is sent without the right token is not even received. */
  @Test
  void aTokenIsLookedAtBeforeTheBody() throws Exception {
    String head =
        "POST /hook/gitlab HTTP/1.1\r\nHost: a\r\nX-Gitlab-Token: wrong\r\nContent-Length: 1000000\r\n\r\n";

    assertThat(hooks.exchange(head)).startsWith("HTTP/1.1 401 ");
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
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), hooks.server.port());
        slow.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      }
      await()
          .until(() -> hooks.gitHub(PUSH, sign(PUSH, SECRET), "push").startsWith("HTTP/1.1 429 "));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    await().until(() -> hooks.gitHub(PUSH, sign(PUSH, SECRET), "push").startsWith("HTTP/1.1 202 "));
  }
}
