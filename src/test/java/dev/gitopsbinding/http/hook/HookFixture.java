package dev.gitopsbinding.http.hook;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gitopsbinding.app.HookKinds;
import dev.gitopsbinding.http.hook.provider.HookEvent;
import dev.gitopsbinding.net.share.MonotonicClock;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.LoggerFactory;

/**
 * A port for webhooks with a client that writes whole requests, and a stand-in for the controller.
 */
final class HookFixture implements AutoCloseable {
  static final String SECRET = "correct-horse-battery";
  static final String PUSH =
      "{\"ref\": \"refs/heads/main\", \"repository\": {\"clone_url\": \"https://github.com/acme/web.git\"}}";

  final TemporaryFolder folder = TemporaryFolder.create("hooks");
  final ConcurrentLinkedQueue<HookEvent> started = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
  final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.gitopsbinding.http.hook");
  volatile boolean leading = true;
  volatile boolean observed = true;
  final HookServer server;

  HookFixture() throws IOException {
    log.start();
    logger.addAppender(log);
    for (String provider : List.of("github", "gitlab", "dockerhub")) {
      Files.writeString(folder.path().resolve(provider), SECRET + "\n");
    }
    server =
        HookServer.start(
            new HookSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder.path()),
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

  @Override
  public void close() {
    server.close();
    logger.detachAppender(log);
    folder.close();
  }

  String logged() {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  String gitHub(String body, String signature, String event) {
    return send("POST", "/hook/github", headers(signature, event, "X-None", "1"), body);
  }

  static Map<String, String> headers(String signature, String event, String name, String value) {
    return Map.of("X-Hub-Signature-256", signature, "X-GitHub-Event", event, name, value);
  }

  String send(String method, String path, Map<String, String> headers, String body) {
    StringBuilder text = new StringBuilder("%s %s HTTP/1.1\r\nHost: a\r\n".formatted(method, path));
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    text.append("Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
    return exchange(text.toString());
  }

  /** Empty if the connection was closed for newer ones. */
  String exchange(String text) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  static String sign(String body, String secret) {
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
