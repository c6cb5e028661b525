package dev.gitopsbinding.http.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.http.ProbeRoute;
import dev.gitopsbinding.http.RequestHead;
import dev.gitopsbinding.http.Response;
import dev.gitopsbinding.http.Route;
import dev.gitopsbinding.testing.program.ChromiumBinary;
import dev.gitopsbinding.testing.program.Command;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of 1 000 bindings in a real browser, which keeps to the page's policy. */
class StatusPageBrowserIT {
  private static final int SIZE = 1_000;
  private static final Pattern ROW = Pattern.compile("<tr class=\"([a-z]+)\">");
  private static final Pattern REQUEST =
      Pattern.compile("\"url\":\"((?:https?|wss?|ftp):[^\"]*)\"");

  @TempDir Path folder;

  private final ChromiumBinary chromium = ChromiumBinary.find();
  private final AtomicInteger loads = new AtomicInteger();
  private OperationsServer server;
  private String page;

  @BeforeEach
  void start() throws IOException {
    server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                counted(
                    new StatusRoute(
                        Audience.LOCAL,
                        Fleet.of(SIZE),
                        Clock.fixed(Fleet.NOW, ZoneOffset.UTC),
                        Clock.systemUTC())),
                new ProbeRoute("/livez", Map.of("loop", Optional::empty))));
    page = "http://127.0.0.1:" + server.port() + "/status";
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void allRowsAreThereAndNothingElseIsAskedFor() throws IOException {
    Path log = folder.resolve("net.json");

    Command.Output opened = open(page, "--dump-dom", "--log-net-log=" + log);

    assertThat(rows(opened)).hasSize(SIZE);
    // Chromium reports each violation of the policy, and each fault of the page, on its console.
    assertThat(opened.errors()).doesNotContain("CONSOLE");
    assertThat(REQUEST.matcher(Files.readString(log)).results().map(one -> one.group(1)))
        .contains(page)
        .allMatch(url -> url.startsWith("http://127.0.0.1:" + server.port() + "/"));
  }

  @ParameterizedTest
  @CsvSource({"?state=held, 20", "?namespace=media&state=failed, 7", "?namespace=nowhere, 0"})
  void aFilterLeavesTheOthersOut(String query, int count) {
    Command.Output opened = open(page + query, "--dump-dom");

    assertThat(rows(opened)).hasSize(count);
    assertThat(opened.text()).contains("<caption>" + count + " ");
  }

  @Test
  void thePageRefreshesItself() {
    try (var _ = chromium.start(folder.resolve("profile"), page + "?state=held")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> loads.get() > 2);
    }
  }

  /** Both pictures are in target, to be looked at. */
  @ParameterizedTest
  @CsvSource({"light, 1, f6f7f9", "dark, 0, 12151b"})
  void thePageFollowsTheSchemeThatTheUserPrefers(String name, int scheme, String colour)
      throws IOException {
    Path picture = Path.of("target", "status-page-" + name + ".png").toAbsolutePath();

    open(
        page,
        "--blink-settings=preferredColorScheme=" + scheme,
        "--window-size=1440,1000",
        "--screenshot=" + picture);

    BufferedImage seen = ImageIO.read(picture.toFile());
    assertThat(seen.getWidth()).isEqualTo(1440);
    assertThat("%06x".formatted(seen.getRGB(3, 3) & 0xFFFFFF)).isEqualTo(colour);
  }

  private Command.Output open(String url, String... options) {
    Command.Output opened = chromium.open(folder.resolve("profile"), url, options);
    assertThat(opened.exitCode()).as(opened.errors()).isZero();
    return opened;
  }

  private static List<MatchResult> rows(Command.Output opened) {
    return ROW.matcher(opened.text()).results().toList();
  }

  /** Counts the loads, and shortens the time between them. */
  private Route counted(Route route) {
    return new Route() {
      @Override
      public String path() {
        return route.path();
      }

      @Override
      public Response answer(RequestHead request) {
        loads.incrementAndGet();
        Response response = route.answer(request);
        Response.Stream body = out -> out.write(hurried((Response.Stream) response.body()));
        return new Response(response.status(), response.headers(), body, response.limit());
      }
    };
  }

  private static byte[] hurried(Response.Stream body) throws IOException {
    var page = new ByteArrayOutputStream();
    body.writeTo(page);
    String before = "http-equiv=\"refresh\" content=\"" + PageRenderer.REFRESH_SECONDS + "\"";
    assertThat(page.toString(StandardCharsets.UTF_8)).contains(before);
    return page.toString(StandardCharsets.UTF_8)
        .replace(before, "http-equiv=\"refresh\" content=\"1\"")
        .getBytes(StandardCharsets.UTF_8);
  }
}
