package dev.gitopsbinding.git.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.program.ClassProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts whose headers have no end, and a process with the shipped heap. */
class LongHeadersTest {
  private static final int HOSTS = 20;
  private static final int HEADERS = 490;
  private static final byte[] HEADER =
      ("X-Long: " + "x".repeat(60_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

  private final List<ServerSocket> hosts = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (ServerSocket host : hosts) {
      host.close();
    }
  }

  @Fault(
      value = "20 hosts that answer with 30 MB of headers each",
      holds = {"I6"})
  @Test
  void theirHeadersAreNotHeldInMemory() throws Exception {
    // Given
    List<String> ports = new ArrayList<>();
    for (int i = 0; i < HOSTS; i++) {
      ports.add(String.valueOf(host().getLocalPort()));
    }

    // When
    try (ClassProgram program =
        ClassProgram.start(HeadersMain.class, ports.toArray(String[]::new))) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < HOSTS; i++) {
        lines.add(program.line());
      }

      // Then
      assertThat(lines)
          .allSatisfy(line -> assertThat(line).contains("REMOTE_ERROR", "too many HTTP headers"));
      assertThat(program.awaitEnd(Duration.ofSeconds(20))).isZero();
    }
  }

  /** Keeps the connection open after the headers, so that held headers stay in memory. */
  private ServerSocket host() throws IOException {
    ServerSocket host = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    hosts.add(host);
    Thread.ofVirtual()
        .start(
            () -> {
              while (!host.isClosed()) {
                try {
                  answer(host.accept());
                } catch (IOException e) {
                  // The client hung up, or the test is over.
                }
              }
            });
    return host;
  }

  private static void answer(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < HEADERS; i++) {
      out.write(HEADER);
    }
    out.flush();
  }
}
