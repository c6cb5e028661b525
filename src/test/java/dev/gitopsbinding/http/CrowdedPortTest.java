package dev.gitopsbinding.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.program.CrowdedProgram;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port of metrics and probes, in a process with the shipped heap, and malicious clients. */
class CrowdedPortTest {
  /** Thirty times as many as may be open at once. */
  private static final int REQUESTS = 1_000;

  private static final String CROWD = "127.0.0.2";
  private static final String KUBELET = "127.0.0.3";

  /** A kubelet gives up after one second; this machine may be busy. */
  @AutoClose
  private final CrowdedProgram program =
      CrowdedProgram.start(Duration.ofSeconds(5), ProbesMain.class);

  @Fault(
      value = "1 000 requests to the operator's port that do not go on",
      holds = {"I6"})
  @ParameterizedTest
  @ValueSource(ints = {0, 150})
  void probesAreAnsweredWhateverOthersHoldOpen(int headers) throws IOException {
    String beginning =
        "GET /livez HTTP/1.1\r\n" + ("X: " + "x".repeat(1000) + "\r\n").repeat(headers);
    for (int i = 0; i < REQUESTS; i++) {
      program.join(CROWD, headers == 0 ? "" : beginning);
      if (i % 100 == 0) {
        assertThat(program.get(KUBELET, "/livez")).startsWith("HTTP/1.1 200 ").endsWith("passed\n");
      }
    }

    assertThat(program.get(KUBELET, "/readyz")).startsWith("HTTP/1.1 200 ");
    assertThat(program.get(CROWD, "/readyz")).startsWith("HTTP/1.1 200 ");
    assertThat(program.isAlive()).isTrue();
  }

  @Fault(
      value = "scrapes by many clients that do not read",
      holds = {"I6"})
  @Test
  void probesAreAnsweredWhileMetricsAreAskedForAndNotRead() throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      program.join("127.0.1." + i % 40, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
      if (i % 100 == 0) {
        assertThat(program.get(KUBELET, "/livez")).startsWith("HTTP/1.1 200 ");
      }
    }

    assertThat(program.get(KUBELET, "/readyz")).startsWith("HTTP/1.1 200 ");
    assertThat(program.isAlive()).isTrue();
  }

  @Test
  void aRequestWithoutAnEndIsNotHeldInMemory() throws IOException {
    try (Socket socket = program.connect(CROWD)) {
      byte[] header = ("X: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      socket.getOutputStream().write("GET /livez HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));

      assertThat(sendUntilRefused(socket, header)).isLessThan(8 << 20);
    }
  }

  private static int sendUntilRefused(Socket socket, byte[] header) {
    int sent = 0;
    try {
      while (sent < 16 << 20) {
        socket.getOutputStream().write(header);
        sent += header.length;
      }
    } catch (IOException e) {
      // The server closed the connection.
    }
    return sent;
  }
}
